package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.examples.service.held.HeldInput;
import io.github.patientpayments.examples.service.held.Upload;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The page of a held input.
 *
 * @param base the run that the figures are about
 * @param current whether no other run has changed the mirror since
 */
record HeldModel(
        HeldRow row,
        boolean waiting,
        long base,
        boolean current,
        boolean decidable,
        boolean withoutDeletions,
        List<Fact> facts,
        List<CountRow> counts,
        HeldForm form,
        Optional<Previewed> preview) {

    private static final int MOST = 200;

    /** A name and a value. */
    record Fact(String name, String value) {}

    /**
     * What it would do now.
     *
     * @param changes what would be gone first
     * @param limited whether there are more than are shown
     */
    record Previewed(
            List<CountRow> counts,
            List<ChangeRow> changes,
            boolean none,
            boolean named,
            boolean withheld,
            boolean limited,
            String shown,
            String all,
            List<String> refusals) {

        static Previewed of(Preview preview, HeldForm form) {
            List<ChangeRow> rows = preview.changes().stream()
                    .sorted(Comparator.comparing(change -> change.kind() != Change.Kind.DELETED))
                    .limit(MOST)
                    .map(change -> ChangeRow.of(change, form.named()))
                    .toList();
            SyncRun run = preview.report();
            long all = RunRow.inserted(run) + RunRow.gone(run) + RunRow.sum(run, counts -> counts.updated());
            return new Previewed(
                    CountRow.of(run),
                    rows,
                    rows.isEmpty(),
                    form.named(),
                    form.withheld(),
                    all > rows.size(),
                    Numbers.of(rows.size()),
                    Numbers.of(all),
                    preview.refusals().stream()
                            .map(refusal -> refusal.message())
                            .toList());
        }
    }

    static HeldModel of(
            HeldInput input, HeldForm form, long base, boolean current, Optional<SyncRun> run, Times times) {
        boolean waiting = input.decision().isEmpty();
        return new HeldModel(
                HeldRow.of(input, times),
                waiting,
                base,
                current,
                waiting && current,
                input.hasDeletions() && !input.reasons().contains(Reason.EMPTY),
                facts(input, times),
                run.map(CountRow::of).orElse(List.of()),
                form,
                form.preview().map(preview -> Previewed.of(preview, form)));
    }

    private static List<Fact> facts(HeldInput input, Times times) {
        Upload upload = input.upload();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Upload", HeldRow.what(upload)));
        facts.add(new Fact(
                "Format", (upload.csv() ? "CSV" : "JSON") + (upload.mapping().isPresent() ? ", mapped" : "")));
        facts.add(new Fact(
                "Exported",
                upload.exportedAt().map(time -> times.shown(time).text()).orElse("Not stated")));
        facts.add(new Fact("Control count", upload.count().map(Numbers::of).orElse("Not stated")));
        upload.sum()
                .map(BigDecimal::stripTrailingZeros)
                .ifPresent(sum -> facts.add(new Fact("Control sum", Numbers.of(sum))));
        return facts;
    }
}
