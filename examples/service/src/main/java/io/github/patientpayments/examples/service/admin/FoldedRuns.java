package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.sync.SyncRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a table in which many runs in a row that found nothing changed are one row: they must not bury the others.
 */
final class FoldedRuns {

    private static final int MOST = 2;

    private FoldedRuns() {}

    /** A run, or several in a row that found nothing changed. */
    record Row(Optional<RunRow> run, Optional<Fold> fold) {}

    /** Runs in a row that found nothing changed, the first of which is the oldest. */
    record Fold(String count, RunRow first, RunRow last) {}

    static List<Row> of(List<SyncRun> runs, Times times) {
        List<Row> rows = new ArrayList<>();
        int i = 0;
        while (i < runs.size()) {
            int end = i;
            while (end < runs.size() && runs.get(end).status() == SyncRun.Status.UNCHANGED) {
                end++;
            }
            if (end - i > MOST) {
                RunRow last = RunRow.of(runs.get(i), times);
                RunRow first = RunRow.of(runs.get(end - 1), times);
                rows.add(new Row(Optional.empty(), Optional.of(new Fold(Numbers.of(end - i), first, last))));
                i = end;
            } else {
                rows.add(new Row(Optional.of(RunRow.of(runs.get(i), times)), Optional.empty()));
                i++;
            }
        }
        return rows;
    }
}
