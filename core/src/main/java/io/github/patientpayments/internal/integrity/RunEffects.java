package io.github.patientpayments.internal.integrity;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRunCounts.SYNC_RUN_COUNTS;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.RecordTables;
import java.time.Instant;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record3;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * Compares the counts of each run with what the records and their versions say that it did: which records were created
 * at its time, which versions it ended, which tombstones it made. Purges and erasures remove some of that, so counts of
 * runs before them may be greater.
 *
 * <p>All figures are added up in one pass. Joins with grouped tables would scan these again for each run in H2.
 */
record RunEffects(RecordTables tables, RecordCounts records) {

    private static final int INSERTED = 1;
    private static final int RESTORED = 2;
    private static final int DELETED = 3;
    private static final int UPDATED_OR_DELETED = 4;

    /** Marks are removed later, so a run has at most as many as it cascaded. */
    private static final int MARKED = 5;

    private static final Field<Long> RUN = field(name("effect_run"), SQLDataType.BIGINT);
    private static final Field<Integer> EFFECT = field(name("effect"), SQLDataType.INTEGER);
    private static final Field<Long> AMOUNT = field(name("amount"), SQLDataType.BIGINT);
    private static final Field<Long> ZERO = inline(0L);

    IntegrityCheck ofRuns() {
        Table<?> each = effects().asTable("each_effect");
        Field<Long> run = column(each, RUN);
        Field<Integer> effect = column(each, EFFECT);
        Table<?> sums = select(
                        run, effect, sum(column(each, AMOUNT)).cast(Long.class).as(AMOUNT))
                .from(each)
                .groupBy(run, effect)
                .asTable("effects");
        Field<Long> surplus = column(sums, AMOUNT);
        Field<Long> lastErasure =
                field(select(coalesce(max(SYNC_RUNS.RUN), ZERO)).from(SYNC_RUNS).where(RunLogIntegrity.IS_ERASURE));
        Condition exact = column(sums, EFFECT)
                .ne(inline(MARKED))
                .and(column(sums, RUN).gt(STORE_STATE.HORIZON_RUN))
                .and(column(sums, RUN).gt(lastErasure));
        Table<?> rows = sums.leftJoin(SYNC_RUNS)
                .on(SYNC_RUNS.RUN.eq(column(sums, RUN)))
                .join(STORE_STATE)
                .on(trueCondition());
        return new IntegrityCheck(
                rows,
                column(sums, RUN),
                Map.of(
                        Kind.RUN_COUNTS,
                        RunLogIntegrity.HAS_NO_COUNTS.not().and(surplus.lt(ZERO).or(exact.and(surplus.gt(ZERO))))));
    }

    /** What the log says, less what the records say. */
    private Select<Record3<Long, Integer, Long>> effects() {
        Field<Long> changedRun = column(records.table(), PATIENTS.CHANGED_RUN);
        Condition tombstone = column(records.table(), PATIENTS.DELETED).isNotNull();
        RecordCounts versions = RecordCounts.ofVersions(tables);
        Field<Long> from = column(tables.versions(), PATIENT_VERSIONS.FROM_RUN);
        Field<Long> to = column(tables.versions(), PATIENT_VERSIONS.TO_RUN);
        // A version without content was that of an erased patient, and counts as deleted whatever it was.
        Condition known = tables.contentIn(tables.versions()).get(0).isNotNull();
        Condition wasDeleted =
                known.and(column(tables.versions(), PATIENT_VERSIONS.DELETED).isTrue());
        Condition wasLive =
                known.and(column(tables.versions(), PATIENT_VERSIONS.DELETED).isFalse());
        Select<Record3<Long, Integer, Long>> effects = logged(INSERTED, SYNC_RUN_COUNTS.INSERTED)
                .unionAll(logged(RESTORED, SYNC_RUN_COUNTS.RESTORED))
                .unionAll(logged(DELETED, SYNC_RUN_COUNTS.DELETED))
                .unionAll(logged(UPDATED_OR_DELETED, SYNC_RUN_COUNTS.UPDATED.plus(SYNC_RUN_COUNTS.DELETED)))
                .unionAll(created())
                .unionAll(recorded(RESTORED, versions, to, wasDeleted))
                .unionAll(recorded(DELETED, records, changedRun, tombstone))
                .unionAll(recorded(DELETED, versions, from, wasDeleted))
                .unionAll(recorded(UPDATED_OR_DELETED, versions, to, wasLive));
        return tables.type() == RecordType.PATIENT
                ? effects
                : effects.unionAll(logged(MARKED, SYNC_RUN_COUNTS.CASCADED))
                        .unionAll(recorded(
                                MARKED,
                                records,
                                changedRun,
                                column(records.table(), PAYMENTS.CASCADED).isTrue()));
    }

    /** A refused run did nothing. */
    private Select<Record3<Long, Integer, Long>> logged(int effect, Field<Long> count) {
        return select(
                        SYNC_RUNS.RUN.as(RUN),
                        inline(effect).as(EFFECT),
                        when(RunLogIntegrity.IS_REFUSED, ZERO).otherwise(count).as(AMOUNT))
                .from(SYNC_RUNS)
                .join(SYNC_RUN_COUNTS)
                .on(SYNC_RUN_COUNTS.RUN.eq(SYNC_RUNS.RUN))
                .where(SYNC_RUN_COUNTS.RECORD_TYPE.eq(inline(tables.type().name())));
    }

    private Select<Record3<Long, Integer, Long>> created() {
        Field<Instant> time = column(records.table(), PATIENTS.CREATED);
        Table<?> times =
                select(time, minus(records)).from(records.table()).groupBy(time).asTable("times");
        return select(SYNC_RUNS.RUN, inline(INSERTED), column(times, AMOUNT))
                .from(times)
                .leftJoin(SYNC_RUNS)
                .on(SYNC_RUNS.RUN_TIME.eq(column(times, PATIENTS.CREATED)));
    }

    private static Select<Record3<Long, Integer, Long>> recorded(
            int effect, RecordCounts of, Field<Long> run, Condition happened) {
        return select(run, inline(effect), minus(of))
                .from(of.table())
                .where(happened)
                .groupBy(run);
    }

    private static Field<Long> minus(RecordCounts of) {
        return of.number().neg().as(AMOUNT);
    }
}
