package io.github.patientpayments.internal.integrity;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.trueCondition;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.RecordTables;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;

/** Recomputes the derived data of the store and compares it with what is stored. Thread-safe. */
public final class IntegrityQueries {

    private static final HistoryIntegrity PATIENT_INTEGRITY = new HistoryIntegrity(
            RecordTables.PATIENTS,
            Kind.PATIENT_TIMES,
            Kind.PATIENT_HISTORY_GAP,
            Kind.PATIENT_HISTORY_OVERLAP,
            Kind.PATIENT_HISTORY_ORPHAN,
            Kind.PATIENT_COUNTER);
    private static final HistoryIntegrity PAYMENT_INTEGRITY = new HistoryIntegrity(
            RecordTables.PAYMENTS,
            Kind.PAYMENT_TIMES,
            Kind.PAYMENT_HISTORY_GAP,
            Kind.PAYMENT_HISTORY_OVERLAP,
            Kind.PAYMENT_HISTORY_ORPHAN,
            Kind.PAYMENT_COUNTER);

    private final Database database;

    public IntegrityQueries(Database database) {
        this.database = database;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#verifyIntegrity()}. */
    public IntegrityReport verify() {
        List<IntegrityCheck> inspections = List.of(
                patients(),
                PATIENT_INTEGRITY.ofVersions(),
                payments(),
                PAYMENT_INTEGRITY.ofVersions(),
                runsNotInLog(),
                runCounter());
        return database.readWithSetJoins(dsl -> IntegrityReportValue.of(
                inspections.stream().flatMap(inspection -> inspection.run(dsl)).toList()));
    }

    private static IntegrityCheck patients() {
        Field<Long> payer = PAYMENTS.PATIENT_ID.as("payer_id");
        Field<BigDecimal> money = sum(PAYMENTS.AMOUNT).as("money");
        Field<Integer> number = count().as("number");
        Table<?> paid = select(payer, money, number)
                .from(PAYMENTS)
                .where(PAYMENTS.DELETED.isNull())
                .groupBy(PAYMENTS.PATIENT_ID)
                .asTable("paid");
        return PATIENT_INTEGRITY.ofRecords(
                PATIENTS.leftJoin(paid).on(column(paid, payer).eq(PATIENTS.ID)),
                Map.of(
                        Kind.PATIENT_TOTAL,
                        PATIENTS.PAYMENT_TOTAL.ne(coalesce(column(paid, money), inline(BigDecimal.ZERO))),
                        Kind.PATIENT_PAYMENT_COUNT,
                        PATIENTS.PAYMENT_COUNT.ne(
                                coalesce(column(paid, number), inline(0)).coerce(PATIENTS.PAYMENT_COUNT))));
    }

    private static IntegrityCheck payments() {
        Condition live = PAYMENTS.DELETED.isNull();
        return PAYMENT_INTEGRITY.ofRecords(
                PAYMENTS.leftJoin(PATIENTS).on(PATIENTS.ID.eq(PAYMENTS.PATIENT_ID)),
                Map.of(
                        Kind.PAYMENT_WITHOUT_PATIENT, PATIENTS.ID.isNull(),
                        Kind.PAYMENT_OF_DELETED_PATIENT, live.and(PATIENTS.DELETED.isNotNull()),
                        Kind.PAYMENT_MARKED_WHILE_LIVE, live.and(PAYMENTS.CASCADED.isTrue())));
    }

    /** A version ends later than it begins, so its end is enough. */
    private static IntegrityCheck runsNotInLog() {
        Table<?> named = notInLog(PATIENTS, PATIENTS.CHANGED_RUN)
                .union(notInLog(PAYMENTS, PAYMENTS.CHANGED_RUN))
                .union(notInLog(PATIENT_VERSIONS, PATIENT_VERSIONS.TO_RUN))
                .union(notInLog(PAYMENT_VERSIONS, PAYMENT_VERSIONS.TO_RUN))
                .asTable("named", "named_run");
        Field<Long> run = named.field("named_run", Long.class);
        return new IntegrityCheck(named, run, Map.of(Kind.RUN_COUNTER, run.isNotNull()));
    }

    private static Select<Record1<Long>> notInLog(Table<?> table, Field<Long> run) {
        return select(run)
                .from(table)
                .where(run.gt(select(coalesce(max(SYNC_RUNS.RUN), inline(0L))).from(SYNC_RUNS)));
    }

    /** Runs are numbered from 1 without a gap. */
    private static IntegrityCheck runCounter() {
        Field<Long> newest = coalesce(max(SYNC_RUNS.RUN), inline(0L)).as("newest");
        Field<Integer> runs = count().as("runs");
        Field<Long> wholeStore = inline(0L).as("whole_store");
        Table<?> log = select(wholeStore, newest, runs).from(SYNC_RUNS).asTable("run_log");
        return new IntegrityCheck(
                STORE_STATE.join(log).on(trueCondition()),
                column(log, wholeStore),
                Map.of(
                        Kind.RUN_COUNTER,
                        STORE_STATE
                                .LAST_RUN
                                .ne(column(log, newest))
                                .or(STORE_STATE.LAST_RUN.ne(column(log, runs).coerce(STORE_STATE.LAST_RUN)))
                                .or(STORE_STATE.BASE_RUN.gt(STORE_STATE.LAST_RUN))
                                .or(STORE_STATE.HORIZON_RUN.gt(STORE_STATE.LAST_RUN))));
    }
}
