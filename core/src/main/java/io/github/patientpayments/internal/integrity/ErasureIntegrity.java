package io.github.patientpayments.internal.integrity;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.internal.integrity.Names.isAnyOf;
import static io.github.patientpayments.internal.integrity.Names.isHex;
import static io.github.patientpayments.internal.integrity.RunLogIntegrity.IS_ERASURE;
import static io.github.patientpayments.internal.integrity.RunLogIntegrity.IS_UNSUPPRESSION;
import static io.github.patientpayments.jooq.internal.tables.ErasedRecords.ERASED_RECORDS;
import static io.github.patientpayments.jooq.internal.tables.ErasedTotals.ERASED_TOTALS;
import static io.github.patientpayments.jooq.internal.tables.ErasureKeys.ERASURE_KEYS;
import static io.github.patientpayments.jooq.internal.tables.Erasures.ERASURES;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.RewrittenPayments.REWRITTEN_PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.partitionBy;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.RecordType;
import java.math.BigDecimal;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/** The checks of what remains of erased patients. Whom a hash means is known to nobody without the key. */
final class ErasureIntegrity {

    private static final int HMAC_DIGITS = 64;
    private static final Condition IS_PATIENT = ERASED_RECORDS.RECORD_TYPE.eq(inline(RecordType.PATIENT.name()));
    private static final Condition IS_PAYMENT = ERASED_RECORDS.RECORD_TYPE.eq(inline(RecordType.PAYMENT.name()));

    private static final Field<Long> NONE = inline(0L);
    private static final Field<BigDecimal> NO_MONEY = inline(BigDecimal.ZERO);

    private ErasureIntegrity() {}

    /** Each run erases one patient. */
    static IntegrityCheck ofErasures() {
        Field<Integer> ofRun = count().over(partitionBy(ERASURES.RUN)).as("of_run");
        Table<?> rows = select(ERASURES.EXTERNAL_ID_HMAC, ERASURES.RUN, ofRun)
                .from(ERASURES)
                .asTable("hashes");
        Field<Long> run = column(rows, ERASURES.RUN);
        return new IntegrityCheck(
                rows.leftJoin(SYNC_RUNS).on(SYNC_RUNS.RUN.eq(run)),
                run,
                Map.of(
                        Kind.ERASURE,
                        or(
                                SYNC_RUNS.RUN.isNull(),
                                IS_ERASURE.not(),
                                column(rows, ofRun).gt(inline(1)),
                                isHex(column(rows, ERASURES.EXTERNAL_ID_HMAC), HMAC_DIGITS)
                                        .not())));
    }

    /** An erased record has no row, and is erased once. A run that erased payments erased their patient. */
    static IntegrityCheck ofRecords() {
        Field<Integer> times = count().over(partitionBy(ERASED_RECORDS.RECORD_TYPE, ERASED_RECORDS.RECORD_ID))
                .as("times");
        Field<Integer> patientsOfRun = count(when(IS_PATIENT, inline(1)))
                .over(partitionBy(ERASED_RECORDS.RUN))
                .as("patients_of_run");
        Table<?> rows = select(ERASED_RECORDS.fields())
                .select(times, patientsOfRun)
                .from(ERASED_RECORDS)
                .asTable("erased");
        Field<Long> run = column(rows, ERASED_RECORDS.RUN);
        Field<String> type = column(rows, ERASED_RECORDS.RECORD_TYPE);
        Field<Long> id = column(rows, ERASED_RECORDS.RECORD_ID);
        Condition ofPatient = type.eq(inline(RecordType.PATIENT.name()));
        Condition ofPayment = type.eq(inline(RecordType.PAYMENT.name()));
        return new IntegrityCheck(
                rows.leftJoin(SYNC_RUNS)
                        .on(SYNC_RUNS.RUN.eq(run))
                        .leftJoin(PATIENTS)
                        .on(PATIENTS.ID.eq(id), ofPatient)
                        .leftJoin(PAYMENTS)
                        .on(PAYMENTS.ID.eq(id), ofPayment)
                        .join(STORE_STATE)
                        .on(trueCondition()),
                run,
                Map.of(
                        Kind.ERASURE,
                        or(
                                SYNC_RUNS.RUN.isNull(),
                                IS_ERASURE.not(),
                                run.le(STORE_STATE.HORIZON_RUN),
                                isAnyOf(type, RecordType.values()).not(),
                                id.lt(inline(1L)),
                                ofPatient.and(id.gt(STORE_STATE.LAST_PATIENT_ID)),
                                ofPayment.and(id.gt(STORE_STATE.LAST_PAYMENT_ID)),
                                PATIENTS.ID.isNotNull(),
                                PAYMENTS.ID.isNotNull(),
                                column(rows, times).gt(inline(1)),
                                column(rows, patientsOfRun).ne(inline(1)))));
    }

    /**
     * The totals include patients with live payments only. Until a purge, all erased records are known.
     *
     * <p>An erasure of a patient that was in the mirror leaves a hash, until the patient is unsuppressed.
     */
    static IntegrityCheck ofTotals() {
        Field<Long> erasures = number(SYNC_RUNS, IS_ERASURE);
        Field<Long> unsuppressions = number(SYNC_RUNS, IS_UNSUPPRESSION);
        Condition totalsPossible = or(
                ERASED_TOTALS
                        .PATIENTS
                        .eq(NONE)
                        .and(ERASED_TOTALS.PAYMENTS.eq(NONE))
                        .and(ERASED_TOTALS.AMOUNT.eq(NO_MONEY)),
                ERASED_TOTALS
                        .PATIENTS
                        .between(inline(1L), erasures)
                        .and(ERASED_TOTALS.PAYMENTS.ge(ERASED_TOTALS.PATIENTS)));
        Condition moreThanErased = ERASED_TOTALS
                .PATIENTS
                .gt(number(ERASED_RECORDS, IS_PATIENT))
                .or(ERASED_TOTALS.PAYMENTS.gt(number(ERASED_RECORDS, IS_PAYMENT)));
        Condition hashLost = runsWithoutHash().gt(unsuppressions);
        Field<Long> ofAllKeys =
                field(select(coalesce(sum(ERASURE_KEYS.ERASURES), NO_MONEY).cast(Long.class))
                        .from(ERASURE_KEYS));
        Condition hashAdded = number(ERASURES, noCondition()).gt(erasures.minus(unsuppressions));
        return new IntegrityCheck(
                STORE_STATE.leftJoin(ERASED_TOTALS).on(trueCondition()),
                NONE,
                Map.of(
                        Kind.ERASURE,
                        or(
                                ERASED_TOTALS.ID.isNull(),
                                totalsPossible.not(),
                                STORE_STATE.HORIZON_RUN.eq(NONE).and(moreThanErased),
                                hashLost,
                                hashAdded,
                                ofAllKeys.ne(number(ERASURES, noCondition())))));
    }

    /** A key is on record as long as a patient is that was erased with it. */
    static IntegrityCheck ofKeys() {
        return new IntegrityCheck(
                ERASURE_KEYS,
                NONE,
                Map.of(
                        Kind.ERASURE,
                        ERASURE_KEYS
                                .ERASURES
                                .lt(inline(1L))
                                .or(isHex(ERASURE_KEYS.KEY_CHECK, HMAC_DIGITS).not())));
    }

    /** What the change feed reports in the run of an erasure. */
    static IntegrityCheck ofRewrittenPayments() {
        return new IntegrityCheck(
                REWRITTEN_PAYMENTS
                        .leftJoin(SYNC_RUNS)
                        .on(SYNC_RUNS.RUN.eq(REWRITTEN_PAYMENTS.RUN))
                        .join(STORE_STATE)
                        .on(trueCondition()),
                REWRITTEN_PAYMENTS.RUN,
                Map.of(
                        Kind.ERASURE,
                        or(
                                SYNC_RUNS.RUN.isNull(),
                                IS_ERASURE.not(),
                                REWRITTEN_PAYMENTS.RUN.le(STORE_STATE.HORIZON_RUN),
                                REWRITTEN_PAYMENTS.PAYMENT_ID.lt(inline(1L)),
                                REWRITTEN_PAYMENTS.PAYMENT_ID.gt(STORE_STATE.LAST_PAYMENT_ID))));
    }

    /** The number of runs that erased a patient of the mirror, and have no hash. In one pass, since no index helps. */
    private static Field<Long> runsWithoutHash() {
        Field<Long> run = ERASED_RECORDS.RUN.as("trace_run");
        Field<Integer> missing = inline(1).as("hash_missing");
        Table<?> traces = select(run, missing)
                .from(ERASED_RECORDS)
                .where(IS_PATIENT)
                .unionAll(select(ERASURES.RUN, inline(0)).from(ERASURES))
                .asTable("traces");
        Table<?> without = select(column(traces, run))
                .from(traces)
                .groupBy(column(traces, run))
                .having(min(column(traces, missing)).eq(inline(1)))
                .asTable("without_hash");
        return number(without, noCondition());
    }

    private static Field<Long> number(Table<?> table, Condition condition) {
        return field(select(count().cast(Long.class)).from(table).where(condition));
    }
}
