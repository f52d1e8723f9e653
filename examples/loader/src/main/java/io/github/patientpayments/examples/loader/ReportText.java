package io.github.patientpayments.examples.loader;

import io.github.patientpayments.examples.common.Words;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncReport;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a load did, or would do, in words. */
final class ReportText {

    private static final int REJECTIONS_SHOWN = 10;

    private final Screen screen;
    private final PrintStream out;

    ReportText(Screen screen, PrintStream out) {
        this.screen = screen;
        this.out = out;
    }

    void applied(SyncReport report) {
        screen.say(Paint.GOOD, "Run " + report.number() + ", " + report.status() + ":");
        CountsTable.print(report, out);
        rejections(report, "; the others: patient-payments rejections --run " + report.number());
    }

    void refused(SyncReport report, List<Refusal> refusals) {
        screen.tell(Paint.BAD, "patient-payments: refused, and nothing was changed:");
        reasons(refusals);
        out.println();
        out.println("It would have done this:");
        CountsTable.print(report, out);
        rejections(report, "");
        if (report.number() == 0) {
            out.println("The refused run could not be logged.");
        }
        remedy(refusals);
    }

    void previewed(Preview preview) {
        boolean refused = !preview.refusals().isEmpty();
        screen.say(
                refused ? Paint.BAD : Paint.GOOD,
                "A dry run, and nothing was changed. It would " + (refused ? "be refused:" : "do this:"));
        if (refused) {
            reasons(preview.refusals());
            out.println();
            out.println("If it were not, it would do this:");
        }
        CountsTable.print(preview.report(), out);
        rejections(preview.report(), "");
        changes(preview);
        if (refused) {
            remedy(preview.refusals());
        }
    }

    private void reasons(List<Refusal> refusals) {
        refusals.forEach(refusal -> out.println("  " + refusal.reason() + ": " + refusal.message()));
    }

    /** What lets it pass, once somebody has looked at it. */
    private void remedy(List<Refusal> refusals) {
        Set<Reason> reasons = refusals.stream()
                .map(Refusal::reason)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reason.class)));
        boolean strict = reasons.remove(Reason.TOO_MANY_REJECTIONS);
        String lift = reasons.isEmpty()
                ? ""
                : "--lift " + reasons.stream().map(Words::of).collect(Collectors.joining(","));
        String options = (lift + (strict ? " without --strict" : "")).strip();
        out.println("If somebody has looked at it and it is right: " + options);
    }

    private void rejections(SyncReport report, String whereTheOthersAre) {
        long rejected = report.patients().rejected() + report.payments().rejected();
        if (rejected == 0) {
            return;
        }
        boolean all = rejected <= REJECTIONS_SHOWN;
        out.println("Rejected" + (all ? ":" : ", the first " + REJECTIONS_SHOWN + whereTheOthersAre + ":"));
        RejectionTable.of(report.rejections().stream().limit(REJECTIONS_SHOWN).toList())
                .print(out);
    }

    private void changes(Preview preview) {
        if (!preview.changes().isEmpty()) {
            out.println("The first changes:");
            preview.changes().forEach(this::change);
            out.println();
        }
    }

    private void change(Change change) {
        out.println("  " + change.recordType() + " " + Cells.text(change.externalId()) + " " + change.kind()
                + (change.fields().isEmpty() ? "" : " " + Cells.fields(change.fields())));
    }
}
