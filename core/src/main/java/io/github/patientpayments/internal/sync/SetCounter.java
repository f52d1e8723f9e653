package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.runlog.SyncCountsValue;
import io.github.patientpayments.sync.SyncCounts;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Counts what a run does with one set, starting from the state of the set after it was read. */
final class SetCounter {

    private final SetState set;
    private final Map<DiffAction, Long> actions = new EnumMap<>(DiffAction.class);
    private long rejected;
    private long collapsed;
    private long retained;
    private long withheld;
    private long writtenUncounted;
    private long rejectedWithPatients;
    private BigDecimal amountRejectedWithPatients = BigDecimal.ZERO;
    private long unknownDeletions;

    SetCounter(SetState set) {
        this.set = set;
        this.rejected = set.rejected();
        this.collapsed = set.collapsed();
    }

    SetState set() {
        return set;
    }

    RecordType type() {
        return set.type();
    }

    long rejected() {
        return rejected;
    }

    long suppressed() {
        return set.suppressed();
    }

    long filtered() {
        return set.filtered();
    }

    /** Elements that were found to be invalid in the database. */
    void reject(long elements) {
        rejected += elements;
    }

    /** All rejected and all collapsed elements, once repeated ids have been resolved. */
    void resolveRepeats(long allRejected, long allCollapsed) {
        rejected = allRejected;
        collapsed = allCollapsed;
    }

    /** Live records that stay although their only elements were rejected. */
    void retain(long records) {
        retained = records;
    }

    /** Deletions that were removed from the diff. */
    void withhold(long records) {
        withheld += records;
        actions.merge(DiffAction.DELETE, -records, Long::sum);
    }

    /**
     * Rows that were written without a change of a record: cleared marks of payments, renewed search keys of patients.
     */
    void writeUncounted(long rows) {
        writtenUncounted += rows;
    }

    /** Payments that were rejected only because their patients were. */
    void rejectWithPatients(long records, BigDecimal amount) {
        rejectedWithPatients = records;
        amountRejectedWithPatients = amount;
    }

    long rejectedWithPatients() {
        return rejectedWithPatients;
    }

    BigDecimal amountRejectedWithPatients() {
        return amountRejectedWithPatients;
    }

    /** Deletions that name no record of the store. */
    void ignoreDeletions(long records) {
        unknownDeletions = records;
    }

    long unknownDeletions() {
        return unknownDeletions;
    }

    /** All valid elements of a first set are new. */
    void countNew() {
        actions.put(DiffAction.INSERT, read() - rejected - collapsed - suppressed());
    }

    /** The elements of a full set that were staged, since no live record was known to equal them, although one does. */
    long stagedUnchanged() {
        KnownRecords known = set.known();
        return known == null
                ? 0
                : known.uncovered()
                        - rejected
                        - collapsed
                        - suppressed()
                        - of(DiffAction.INSERT, DiffAction.UPDATE, DiffAction.RESTORE);
    }

    /** Whether every element is staged, and valid: their positions are 1, 2 and so on, without a gap. */
    boolean acceptsAll() {
        return filtered() == 0 && of(DiffAction.INSERT) == read();
    }

    /** Counts the rows of a diff. */
    void countActions(DSLContext dsl, Table<?> diff) {
        Field<Short> action = column(diff, PATIENT_DIFF.KIND);
        var counts = dsl.select(action, DSL.count()).from(diff).groupBy(action).fetchMap(action, DSL.count());
        for (DiffAction each : DiffAction.values()) {
            actions.put(each, counts.getOrDefault(each.code(), 0).longValue());
        }
    }

    long of(DiffAction... wanted) {
        long sum = 0;
        for (DiffAction each : wanted) {
            sum += actions.getOrDefault(each, 0L);
        }
        return sum;
    }

    long read() {
        return set.read();
    }

    /** Whether the mirror is now exactly what was read. */
    boolean mirrorsSet() {
        return set.fullSet() && rejected == 0 && withheld == 0;
    }

    /** Whether any row of this type was written. */
    boolean wroteRows() {
        return counts().isChanged() || writtenUncounted > 0;
    }

    SyncCounts counts() {
        long deletedByName = set.fullSet() || !set.isGiven() ? 0 : of(DiffAction.DELETE);
        long changes = of(DiffAction.INSERT, DiffAction.UPDATE, DiffAction.RESTORE) + deletedByName;
        long accepted = read() - rejected - collapsed - suppressed();
        return new SyncCountsValue(
                set.fullSet(),
                set.scope().from(),
                read(),
                of(DiffAction.INSERT),
                of(DiffAction.UPDATE),
                set.isGiven() ? accepted - changes : 0,
                of(DiffAction.RESTORE, DiffAction.RETURN),
                of(DiffAction.DELETIONS),
                of(DiffAction.CASCADE),
                rejected,
                retained,
                collapsed,
                withheld,
                suppressed(),
                filtered());
    }
}
