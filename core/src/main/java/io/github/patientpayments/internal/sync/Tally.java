package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;

import io.github.patientpayments.SyncCounts;
import io.github.patientpayments.internal.db.Counts;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

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
    long suppressed;

    /** Counts what a diff holds. */
    void countKinds(DSLContext dsl, Table<?> diff) {
        Field<Short> kind = Stage.column(diff, PATIENT_DIFF.KIND);
        var counts = dsl.select(kind, DSL.count()).from(diff).groupBy(kind).fetchMap(kind, DSL.count());
        for (Kind each : Kind.values()) {
            kinds.put(each, counts.getOrDefault(each.code(), 0).longValue());
        }
    }

    /** Takes back deletions that are not to happen. */
    void withhold(long records) {
        withheld += records;
        kinds.merge(Kind.DELETE, -records, Long::sum);
    }

    long of(Kind kind) {
        return kinds.getOrDefault(kind, 0L);
    }

    SyncCounts counts() {
        long unchanged =
                fullSet ? read - rejected - collapsed - of(Kind.INSERT) - of(Kind.UPDATE) - of(Kind.RESTORE) : 0;
        return new Counts(
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
                withheld,
                suppressed);
    }
}
