package io.github.patientpayments.internal.sync;

import io.github.patientpayments.SyncCounts;
import java.util.EnumMap;
import java.util.Map;

/** Counts what a run does to the records of one type. */
final class Tally {

    private final Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
    boolean fullSet;
    long read;
    long unreadable;
    long rejected;
    long collapsed;
    long retained;
    long withheld;

    void count(Kind kind, long records) {
        kinds.put(kind, records);
    }

    long of(Kind kind) {
        return kinds.getOrDefault(kind, 0L);
    }

    SyncCounts counts() {
        long unchanged =
                fullSet ? read - rejected - collapsed - of(Kind.INSERT) - of(Kind.UPDATE) - of(Kind.RESTORE) : 0;
        return new SyncCounts(
                fullSet,
                read,
                of(Kind.INSERT),
                of(Kind.UPDATE),
                unchanged,
                of(Kind.RESTORE) + of(Kind.RETURN),
                of(Kind.DELETE) + of(Kind.CASCADE),
                of(Kind.CASCADE),
                rejected,
                retained,
                collapsed,
                withheld);
    }
}
