package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What the runs of today did.
 *
 * @param limited the number of runs that were looked at if today has more; empty otherwise
 */
record MoneyToday(List<Row> rows, Optional<String> limited) {

    /** What they did to one set. */
    record Row(String set, String inserted, String changed, String gone) {}

    /**
     * Adds up the runs.
     *
     * @param last the newest first
     * @param limit the greatest number of runs that could be in the list
     * @param start of the day
     */
    static MoneyToday of(List<SyncRun> last, int limit, Instant start) {
        List<SyncRun> runs = last.stream()
                .filter(run -> !run.time().isBefore(start) && run.status() == SyncRun.Status.APPLIED)
                .toList();
        boolean limited = last.size() == limit && !last.get(limit - 1).time().isBefore(start);
        return new MoneyToday(
                List.of(
                        row("Patients", runs.stream().map(SyncRun::patients).toList()),
                        row("Payments", runs.stream().map(SyncRun::payments).toList())),
                Optional.of(Numbers.of(limit)).filter(text -> limited));
    }

    private static Row row(String set, List<SyncCounts> counts) {
        return new Row(
                set,
                sum(counts, one -> one.inserted() + one.restored()),
                sum(counts, SyncCounts::updated),
                sum(counts, SyncCounts::deleted));
    }

    private static String sum(List<SyncCounts> counts, ToLongFunction<SyncCounts> count) {
        return Numbers.of(counts.stream().mapToLong(count).sum());
    }
}
