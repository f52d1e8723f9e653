package io.github.patientpayments.examples.loader;

import io.github.patientpayments.examples.common.Words;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints what a load or a revert did or would do. */
final class ReportText {

    private static final int REJECTIONS_SHOWN = 10;

    private final Output output;
    private final PrintStream out;
    private final String subject;
    private final boolean strict;
    private final boolean controlTotalsRequired;

    ReportText(Output output, PrintStream out, String subject, boolean strict, boolean controlTotalsRequired) {
        this.output = output;
        this.out = out;
        this.subject = subject;
        this.strict = strict;
        this.controlTotalsRequired = controlTotalsRequired;
    }

    /** Rejected records freeze what is in the store, so a run with rejections is no plain success. */
    void applied(SyncReport report) {
        String run = "Run " + report.number() + ", " + report.status();
        long rejected = report.patients().rejected() + report.payments().rejected();
        if (rejected == 0) {
            output.print(Style.SUCCESS, run + ":");
        } else {
            long read = report.patients().read() + report.payments().read();
            output.print(Style.WARNING, run + ", but " + rejected + " of " + read + " records were rejected:");
        }
        counts(report);
        rejections(report, "; for all: patient-payments rejections --run " + report.number());
    }

    void refused(SyncReport report, List<Refusal> refusals) {
        output.note(Style.ERROR, "patient-payments: refused; nothing was changed:");
        reasons(refusals);
        out.println();
        out.println("The " + subject + " would have done this:");
        counts(report);
        rejections(report, "");
        if (report.number() == 0) {
            out.println("The refused run could not be added to the run log.");
        }
        remedy(refusals);
    }

    void dryRun(Preview preview) {
        boolean refused = !preview.refusals().isEmpty();
        output.print(
                refused ? Style.ERROR : Style.SUCCESS,
                "Dry run; nothing was changed. The " + subject + " would " + (refused ? "be refused:" : "do this:"));
        if (refused) {
            reasons(preview.refusals());
            out.println();
            out.println("Otherwise it would do this:");
        }
        plan(preview);
        if (refused) {
            remedy(preview.refusals());
        }
    }

    /** Shows what the user is asked to confirm. */
    void toConfirm(Preview preview) {
        output.note(Style.WARNING, "The " + subject + " would do this:");
        plan(preview);
    }

    private void plan(Preview preview) {
        counts(preview.report());
        rejections(preview.report(), "");
        changes(preview);
    }

    private void counts(SyncReport report) {
        CountsTable.print(report, out, output.width(out));
        if (report.paymentsRejectedWithPatients() > 0) {
            out.println("Rejected only because their patients were: "
                    + counted(report.paymentsRejectedWithPatients(), "payment") + ", "
                    + report.amountRejectedWithPatients().toPlainString() + " in total");
            out.println();
        }
        if (report.unknownDeletions() > 0) {
            out.println("Without effect, since the store does not know the records: "
                    + counted(report.unknownDeletions(), "deletion"));
            out.println();
        }
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private void reasons(List<Refusal> refusals) {
        refusals.forEach(refusal -> out.println("  " + refusal.reason() + ": " + refusal.message()));
    }

    /** Names the options with which the input would be loaded. */
    private void remedy(List<Refusal> refusals) {
        Set<Reason> reasons = refusals.stream()
                .map(Refusal::reason)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reason.class)));
        if (reasons.contains(Reason.ALL_REJECTED)) {
            out.println("Nothing in it can be loaded: correct the input");
            return;
        }
        boolean withoutStrict = strict && reasons.remove(Reason.TOO_MANY_REJECTIONS);
        List<String> options = new ArrayList<>();
        if (!reasons.isEmpty()) {
            options.add("with --lift " + reasons.stream().map(Words::of).collect(Collectors.joining(",")));
        }
        if (withoutStrict) {
            options.add("without --strict");
        }
        out.println("If the input is correct, load it again " + String.join(" and ", options));
        if (controlTotalsRequired && reasons.contains(Reason.CONTROL_TOTALS)) {
            out.println("To give the numbers that the sender reports: --expect-patients, --expect-payments,"
                    + " --expect-sum");
        }
        if (reasons.contains(Reason.DELETIONS)) {
            out.println("To load everything except the deletions, load it again with --keep-missing");
        }
    }

    private void rejections(SyncReport report, String whereAllAre) {
        long rejected = report.patients().rejected() + report.payments().rejected();
        if (rejected == 0) {
            return;
        }
        boolean all = rejected <= REJECTIONS_SHOWN;
        if (!all) {
            out.println("Rejected, by what is wrong"
                    + (rejected > report.rejections().size()
                            ? ", of the first " + report.rejections().size()
                            : "")
                    + ":");
            output.print(RejectionTable.byFault(report.rejections()), out);
        }
        out.println("Rejected" + (all ? ":" : ", the first " + REJECTIONS_SHOWN + whereAllAre + ":"));
        List<Rejection> first =
                report.rejections().stream().limit(REJECTIONS_SHOWN).toList();
        output.print(RejectionTable.of(first), out);
    }

    private void changes(Preview preview) {
        if (!preview.changes().isEmpty()) {
            out.println("First changes:");
            preview.changes().forEach(this::change);
            out.println();
        }
    }

    private void change(Change change) {
        out.println("  " + change.recordType() + " " + Cells.text(change.externalId()) + " " + change.kind()
                + (change.fields().isEmpty() ? "" : " " + Cells.fields(change.fields())));
    }
}
