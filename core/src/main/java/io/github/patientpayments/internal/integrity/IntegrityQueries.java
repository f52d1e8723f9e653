package io.github.patientpayments.internal.integrity;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientKnown.PATIENT_KNOWN;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.PatientTotals.PATIENT_TOTALS;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PaymentKnown.PAYMENT_KNOWN;
import static io.github.patientpayments.jooq.internal.tables.PaymentStage.PAYMENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.integrity.IntegrityReportValue.Found;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
            Kind.PATIENT_HISTORY_CONTENT,
            Kind.PATIENT_COUNTER);
    private static final HistoryIntegrity PAYMENT_INTEGRITY = new HistoryIntegrity(
            RecordTables.PAYMENTS,
            Kind.PAYMENT_TIMES,
            Kind.PAYMENT_HISTORY_GAP,
            Kind.PAYMENT_HISTORY_OVERLAP,
            Kind.PAYMENT_HISTORY_ORPHAN,
            Kind.PAYMENT_HISTORY_CONTENT,
            Kind.PAYMENT_COUNTER);

    private final Database database;

    public IntegrityQueries(Database database) {
        this.database = database;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#verifyIntegrity()}. */
    public IntegrityReport verify() {
        database.checkSchema();
        List<IntegrityCheck> checks = new ArrayList<>(List.of(
                patients(),
                totalsWithoutPatient(),
                PATIENT_INTEGRITY.ofVersions(),
                PATIENT_INTEGRITY.ofCurrentContent(),
                PATIENT_INTEGRITY.ofFormerContent(),
                PATIENT_INTEGRITY.ofNumber(),
                payments(),
                marks(),
                PAYMENT_INTEGRITY.ofVersions(),
                PAYMENT_INTEGRITY.ofCurrentContent(),
                PAYMENT_INTEGRITY.ofFormerContent(),
                PAYMENT_INTEGRITY.ofNumber(),
                patientsOfVersions(),
                runsNotInLog(),
                StateIntegrity.ofRuns(),
                StateIntegrity.ofHorizon(),
                StateIntegrity.ofExportTimes(),
                StateIntegrity.ofFingerprint(
                        RecordTables.PATIENTS,
                        Kind.PATIENT_FINGERPRINT,
                        STORE_STATE.PATIENTS_FINGERPRINT,
                        STORE_STATE.PATIENTS_PREFIXES,
                        STORE_STATE.PATIENTS_FINGERPRINT_RUN),
                StateIntegrity.ofFingerprint(
                        RecordTables.PAYMENTS,
                        Kind.PAYMENT_FINGERPRINT,
                        STORE_STATE.PAYMENTS_FINGERPRINT,
                        STORE_STATE.PAYMENTS_PREFIXES,
                        STORE_STATE.PAYMENTS_FINGERPRINT_RUN),
                RunLogIntegrity.ofRuns(),
                RunLogIntegrity.ofCounts(),
                RunLogIntegrity.ofRejections(),
                new RunEffects(RecordTables.PATIENTS).ofRuns(),
                new RunEffects(RecordTables.PAYMENTS).ofRuns(),
                ErasureIntegrity.ofErasures(),
                ErasureIntegrity.ofRecords(),
                ErasureIntegrity.ofTotals(),
                ErasureIntegrity.ofKeys(),
                ErasureIntegrity.ofRewrittenPayments()));
        List<Found> found = new ArrayList<>(database.readWithSetJoins(dsl -> Stream.concat(
                        checks.stream(), Database.onStandby(dsl) ? Stream.empty() : Stream.of(workingTables()))
                .flatMap(check -> check.run(dsl))
                .toList()));
        found.addAll(SearchKeyIntegrity.check(database));
        return IntegrityReportValue.of(found);
    }

    private static IntegrityCheck patients() {
        Field<Long> payer = PAYMENTS.PATIENT_ID.as("payer_id");
        Field<BigDecimal> money = sum(PAYMENTS.AMOUNT).as("money");
        Field<Integer> number = count().as("number");
        Field<BigDecimal> smallest = min(PAYMENTS.AMOUNT).as("smallest");
        Field<BigDecimal> greatest = max(PAYMENTS.AMOUNT).as("greatest");
        Table<?> paid = select(payer, money, number, smallest, greatest)
                .from(PAYMENTS)
                .where(PAYMENTS.DELETED.isNull())
                .groupBy(PAYMENTS.PATIENT_ID)
                .asTable("paid");
        return PATIENT_INTEGRITY.ofRecords(
                PATIENTS.leftJoin(paid)
                        .on(column(paid, payer).eq(PATIENTS.ID))
                        .leftJoin(PATIENT_TOTALS)
                        .on(PATIENT_TOTALS.PATIENT_ID.eq(PATIENTS.ID)),
                Map.of(
                        Kind.PATIENT_TOTAL,
                        or(
                                PATIENT_TOTALS.PAYMENT_TOTAL.isDistinctFrom(
                                        ofLivePatient(column(paid, money), inline(BigDecimal.ZERO))),
                                PATIENT_TOTALS.SMALLEST_AMOUNT.isDistinctFrom(column(paid, smallest)),
                                PATIENT_TOTALS.GREATEST_AMOUNT.isDistinctFrom(column(paid, greatest))),
                        Kind.PATIENT_PAYMENT_COUNT,
                        PATIENT_TOTALS.PAYMENT_COUNT.isDistinctFrom(
                                ofLivePatient(column(paid, number), inline(0)).coerce(PATIENT_TOTALS.PAYMENT_COUNT))));
    }

    /** What a live patient has, if only none. Null for a deleted one, who has no totals and no live payments. */
    private static <V> Field<V> ofLivePatient(Field<V> paid, Field<V> none) {
        return coalesce(paid, when(PATIENTS.DELETED.isNull(), none));
    }

    private static IntegrityCheck totalsWithoutPatient() {
        return new IntegrityCheck(
                PATIENT_TOTALS.leftJoin(PATIENTS).on(PATIENTS.ID.eq(PATIENT_TOTALS.PATIENT_ID)),
                PATIENT_TOTALS.PATIENT_ID,
                Map.of(Kind.PATIENT_TOTAL, PATIENTS.ID.isNull()));
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

    /** A cascade deletes the patient in the same run, which is in the history of the patient until a purge. */
    private static IntegrityCheck marks() {
        Table<?> marked = select(PAYMENTS.ID, PAYMENTS.PATIENT_ID, PAYMENTS.CHANGED_RUN)
                .from(PAYMENTS)
                .where(PAYMENTS.CASCADED.isTrue(), PAYMENTS.DELETED.isNotNull())
                .asTable("marked");
        Field<Long> patient = column(marked, PAYMENTS.PATIENT_ID);
        Field<Long> run = column(marked, PAYMENTS.CHANGED_RUN);
        return new IntegrityCheck(
                marked.leftJoin(PATIENTS)
                        .on(PATIENTS.ID.eq(patient), PATIENTS.CHANGED_RUN.eq(run), PATIENTS.DELETED.isNotNull())
                        .leftJoin(PATIENT_VERSIONS)
                        .on(
                                PATIENT_VERSIONS.PATIENT_ID.eq(patient),
                                PATIENT_VERSIONS.FROM_RUN.eq(run),
                                PATIENT_VERSIONS.DELETED.isTrue())
                        .join(STORE_STATE)
                        .on(trueCondition()),
                column(marked, PAYMENTS.ID),
                Map.of(
                        Kind.PAYMENT_MARKED_ALONE,
                        PATIENTS.ID
                                .isNull()
                                .and(PATIENT_VERSIONS.PATIENT_ID.isNull())
                                .and(run.gt(STORE_STATE.HORIZON_RUN))));
    }

    private static IntegrityCheck patientsOfVersions() {
        return new IntegrityCheck(
                PAYMENT_VERSIONS.leftJoin(PATIENTS).on(PATIENTS.ID.eq(PAYMENT_VERSIONS.PATIENT_ID)),
                PAYMENT_VERSIONS.PAYMENT_ID,
                Map.of(
                        Kind.PAYMENT_HISTORY_WITHOUT_PATIENT,
                        PAYMENT_VERSIONS.PATIENT_ID.isNotNull().and(PATIENTS.ID.isNull())));
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
                .where(run.gt(select(coalesce(max(SYNC_RUNS.RUN), inline(0L))).from(SYNC_RUNS))
                        .or(run.lt(inline(1L))));
    }

    /** Every writer empties them before its commit. A standby does not have them. */
    private static IntegrityCheck workingTables() {
        Table<?> left = select(inline(0L).as("whole_store"))
                .from(PATIENT_STAGE)
                .unionAll(select(inline(0L)).from(PAYMENT_STAGE))
                .unionAll(select(inline(0L)).from(PATIENT_KNOWN))
                .unionAll(select(inline(0L)).from(PAYMENT_KNOWN))
                .unionAll(select(inline(0L)).from(PATIENT_DIFF))
                .unionAll(select(inline(0L)).from(PAYMENT_DIFF))
                .asTable("left_rows", "whole_store");
        Field<Long> wholeStore = left.field("whole_store", Long.class);
        return new IntegrityCheck(left, wholeStore, Map.of(Kind.WORKING_TABLES, wholeStore.isNotNull()));
    }
}
