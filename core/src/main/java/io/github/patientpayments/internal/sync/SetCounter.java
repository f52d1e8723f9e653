package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.runlog.SyncCountsValue;
import io.github.patientpayments.internal.snapshot.SetSummary;
import io.github.patientpayments.sync.SyncCounts;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Counts what a run does to the records of one type. */
final class SetCounter {

    final RecordType type;
    private final Map<DiffAction, Long> kinds = new EnumMap<>(DiffAction.class);

    /** What was read; null if the delivery does not speak of this type. */
    @Nullable
    SetSummary summary;

    /** By what the content that was read is known; null if an element is invalid in itself. */
    @Nullable
    String fingerprint;

    /** Whether what was read is everything that there is. */
    boolean fullSet;

    /** Whether the mirror was known to equal what was read, so that nothing was compared. */
    boolean recognised;

    long unreadable;
    long rejected;
    long collapsed;
    long retained;
    long withheld;
    long suppressed;

    long marksCleared;

    SetCounter(RecordType type) {
        this.type = type;
    }

    /** Takes over what was counted when the same content was read before. */
    void recognise(SyncCounts before) {
        recognised = true;
        collapsed = before.collapsed();
        suppressed = before.suppressed();
    }

    /** It has to be compared all the same. */
    void forgetRecognised() {
        recognised = false;
        collapsed = 0;
    }

    /** Whether there is a set that may differ from the mirror. */
    boolean toCompare() {
        return summary != null && !recognised;
    }

    /** Whether an element of a full set may be any record, also one that is missing. */
    boolean withholds() {
        return fullSet && unreadable > 0;
    }

    /** Counts what a diff holds. */
    void countKinds(DSLContext dsl, Table<?> diff) {
        Field<Short> kind = column(diff, PATIENT_DIFF.KIND);
        var counts = dsl.select(kind, DSL.count()).from(diff).groupBy(kind).fetchMap(kind, DSL.count());
        for (DiffAction each : DiffAction.values()) {
            kinds.put(each, counts.getOrDefault(each.code(), 0).longValue());
        }
    }

    /** Takes back deletions that are not to happen. */
    void withhold(long records) {
        withheld += records;
        kinds.merge(DiffAction.DELETE, -records, Long::sum);
    }

    long of(DiffAction kind) {
        return kinds.getOrDefault(kind, 0L);
    }

    /** Live records that go, for whatever reason. */
    long gone() {
        return of(DiffAction.DELETE) + of(DiffAction.CASCADE) + of(DiffAction.SUPPRESS);
    }

    long read() {
        return summary == null ? 0 : summary.read();
    }

    /** Elements that were taken. */
    long accepted() {
        return read() - rejected - collapsed - suppressed;
    }

    /** Whether any row of this type was written. */
    boolean wrote() {
        return counts().isChanged() || marksCleared > 0;
    }

    SyncCounts counts() {
        long deletedByName = fullSet || summary == null ? 0 : of(DiffAction.DELETE);
        long acceptedChanges = of(DiffAction.INSERT) + of(DiffAction.UPDATE) + of(DiffAction.RESTORE) + deletedByName;
        return new SyncCountsValue(
                fullSet,
                read(),
                of(DiffAction.INSERT),
                of(DiffAction.UPDATE),
                summary == null ? 0 : accepted() - acceptedChanges,
                of(DiffAction.RESTORE) + of(DiffAction.RETURN),
                gone(),
                of(DiffAction.CASCADE),
                rejected,
                retained,
                collapsed,
                withheld,
                suppressed);
    }
}
