package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** One count of a run, for patients and for payments. */
record RunCount(String label, String meaning, String patients, String payments) {

    /** Those that a person looks for, and of the others those that are not zero. */
    static List<RunCount> of(SyncRun run) {
        List<RunCount> counts = new ArrayList<>();
        always(counts, run, "Read", "elements of the input", SyncCounts::read);
        always(counts, run, "New", "", SyncCounts::inserted);
        always(counts, run, "Changed", "", SyncCounts::updated);
        always(counts, run, "Gone", "deleted, since they were missing or named", SyncCounts::deleted);
        always(counts, run, "Unchanged", "", SyncCounts::unchanged);
        always(counts, run, "Rejected", "invalid; the last good version stays", SyncCounts::rejected);
        ifAny(counts, run, "Back", "restored after a deletion", SyncCounts::restored);
        ifAny(counts, run, "Gone with their patient", "among those that are gone", SyncCounts::cascaded);
        ifAny(counts, run, "Kept", "live, and seen in rejected records only", SyncCounts::retained);
        ifAny(counts, run, "Withheld", "deletions that were not carried out", SyncCounts::withheld);
        ifAny(counts, run, "Repeated", "equal to an element before", SyncCounts::collapsed);
        ifAny(counts, run, "Suppressed", "of erased patients", SyncCounts::suppressed);
        ifAny(counts, run, "Filtered", "left out by the mapping", SyncCounts::filtered);
        return counts;
    }

    /** What a revert does. */
    static List<RunCount> ofRevert(SyncRun run) {
        List<RunCount> counts = new ArrayList<>();
        always(counts, run, "Back", "were deleted since, and return", SyncCounts::restored);
        always(counts, run, "Changed", "get their former content", SyncCounts::updated);
        always(counts, run, "Gone", "were new, and are deleted", SyncCounts::deleted);
        return counts;
    }

    private static void ifAny(
            List<RunCount> counts, SyncRun run, String label, String meaning, ToLongFunction<SyncCounts> count) {
        if (RunRow.sum(run, count) > 0) {
            always(counts, run, label, meaning, count);
        }
    }

    private static void always(
            List<RunCount> counts, SyncRun run, String label, String meaning, ToLongFunction<SyncCounts> count) {
        counts.add(new RunCount(
                label,
                meaning,
                Numbers.of(count.applyAsLong(run.patients())),
                Numbers.of(count.applyAsLong(run.payments()))));
    }
}
