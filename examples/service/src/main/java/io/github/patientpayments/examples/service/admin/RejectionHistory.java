package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.RejectionCount;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Since when the records of a type are rejected for the same fault. What a run has rejected does not change, so that it
 * is counted once; an erasure, which deletes rejections, is not noticed in these numbers. Thread-safe.
 */
final class RejectionHistory {

    private static final int RUNS_KEPT = 500;
    private static final int RUNS_BACK = 30;

    private final PatientPaymentStore store;

    /** Evicts the run that was not used for the longest time. */
    private final Map<Long, List<RejectionCount>> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<RejectionCount>> eldest) {
            return size() > RUNS_KEPT;
        }
    };

    RejectionHistory(PatientPaymentStore store) {
        this.store = store;
    }

    /**
     * Records that a run has rejected for the same fault.
     *
     * @param runs how many runs in a row have done so
     * @param since the time of the first of them
     * @param more whether there may be earlier ones, which were not looked at
     */
    record Group(Rejection.Fault fault, long count, int runs, Instant since, boolean more) {

        boolean isNew() {
            return runs == 1 && !more;
        }
    }

    /**
     * The groups of a run, new ones first, then the largest.
     *
     * @param newestFirst the run, and those before it
     */
    List<Group> of(RecordType type, List<SyncRun> newestFirst) {
        List<SyncRun> runs = newestFirst.stream()
                .filter(run -> hasRead(run, type))
                .limit(RUNS_BACK)
                .toList();
        List<Group> groups = new ArrayList<>();
        if (!runs.isEmpty()) {
            for (RejectionCount count : countsOf(runs.get(0))) {
                if (count.recordType() == type) {
                    groups.add(group(count, type, runs));
                }
            }
        }
        groups.sort(Comparator.comparing((Group group) -> !group.isNew())
                .thenComparing(Comparator.comparingLong(Group::count).reversed()));
        return groups;
    }

    private Group group(RejectionCount count, RecordType type, List<SyncRun> runs) {
        int length = 1;
        while (length < runs.size() && has(runs.get(length), type, count.fault())) {
            length++;
        }
        return new Group(
                count.fault(), count.count(), length, runs.get(length - 1).time(), length == RUNS_BACK);
    }

    private boolean has(SyncRun run, RecordType type, Rejection.Fault fault) {
        return countsOf(run).stream()
                .anyMatch(count -> count.recordType() == type && count.fault().equals(fault));
    }

    static boolean hasRead(SyncRun run, RecordType type) {
        return Freshness.isSync(run) && counts(run, type).read() > 0;
    }

    static SyncCounts counts(SyncRun run, RecordType type) {
        return type == RecordType.PATIENT ? run.patients() : run.payments();
    }

    private synchronized List<RejectionCount> countsOf(SyncRun run) {
        if (RunRow.sum(run, SyncCounts::rejected) == 0) {
            return List.of();
        }
        return counts.computeIfAbsent(run.number(), this::counted);
    }

    private List<RejectionCount> counted(long run) {
        try {
            return store.rejectionCounts(run);
        } catch (HistoryPurgedException e) {
            return List.of();
        }
    }
}
