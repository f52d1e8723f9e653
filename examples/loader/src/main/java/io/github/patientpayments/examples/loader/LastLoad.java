package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The last load that had records of a type, and how old it made them.
 *
 * @param run a load that was applied or changed nothing
 * @param ageOf what the age is that of
 * @param age how long before now the export was made or, if that is not known, the load was
 */
record LastLoad(SyncRun run, AgeOf ageOf, Duration age) {

    enum AgeOf {
        EXPORT,
        LOAD
    }

    /** Finds the last load of each type that was not reverted, however far back it is. */
    static Map<RecordType, LastLoad> ofEachType(PatientPaymentStore store) {
        Instant now = Instant.now();
        Map<RecordType, LastLoad> found = new EnumMap<>(RecordType.class);
        List<SyncRun> runs = store.syncRuns(PageRequest.MAX_LIMIT);
        long notUndone = Long.MAX_VALUE;
        while (!runs.isEmpty() && found.size() < RecordType.values().length) {
            for (SyncRun run : runs) {
                if (run.number() <= notUndone) {
                    Arrays.stream(RecordType.values())
                            .filter(type -> isLoad(run, type))
                            .forEach(type -> found.putIfAbsent(type, of(run, now)));
                    notUndone = Math.min(notUndone, lastNotUndone(run));
                }
            }
            runs = store.syncRuns(runs.get(runs.size() - 1).number(), PageRequest.MAX_LIMIT);
        }
        return found;
    }

    /** A revert undid the loads since the run that it went back to. One that changed nothing had none to undo. */
    private static long lastNotUndone(SyncRun run) {
        return run.status() == SyncRun.Status.APPLIED ? run.revertedTo().orElse(Long.MAX_VALUE) : Long.MAX_VALUE;
    }

    /** A delta that had nothing of a type may not have been given any. */
    private static boolean isLoad(SyncRun run, RecordType type) {
        SyncCounts counts = type == RecordType.PATIENT ? run.patients() : run.payments();
        return run.status() != SyncRun.Status.REFUSED
                && (counts.isFullSet() || (run.kind() == SyncRun.Kind.DELTA && counts.read() + counts.filtered() > 0));
    }

    /** The clock of the other system may be ahead, but no export was made after its load. */
    private static LastLoad of(SyncRun run, Instant now) {
        return run.exportedAt()
                .filter(exportedAt -> exportedAt.isBefore(run.time()))
                .map(exportedAt -> new LastLoad(run, AgeOf.EXPORT, Duration.between(exportedAt, now)))
                .orElseGet(() -> new LastLoad(run, AgeOf.LOAD, Duration.between(run.time(), now)));
    }

    boolean isOlderThan(Duration maxAge) {
        return age.compareTo(maxAge) > 0;
    }
}
