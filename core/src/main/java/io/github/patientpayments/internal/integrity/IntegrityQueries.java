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
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.nullif;
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
import io.github.patientpayments.internal.integrity.Screening.Suspicion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

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

    private static final Field<Long> PAYER = field(name("payer_id"), SQLDataType.BIGINT);
    private static final Field<BigDecimal> MONEY = field(name("money"), SQLDataType.NUMERIC);
    private static final Field<Long> NUMBER = field(name("number"), SQLDataType.BIGINT);
    private static final Field<BigDecimal> SMALLEST = field(name("smallest"), SQLDataType.NUMERIC);
    private static final Field<BigDecimal> GREATEST = field(name("greatest"), SQLDataType.NUMERIC);

    private final Database database;

    public IntegrityQueries(Database database) {
        this.database = database;
    }

    /** See {@link io.github.patientpayments.PatientPaymentStore#verifyIntegrity()}. */
    public IntegrityReport verify() {
        database.checkSchema();
        List<IntegrityCheck> checks = List.of(
                totalsWithoutPatient(),
                PATIENT_INTEGRITY.ofFormerContent(),
                marks(),
                PAYMENT_INTEGRITY.ofFormerContent(),
                patientsOfVersions(),
                StateIntegrity.ofRuns(),
                StateIntegrity.ofHorizon(),
                StateIntegrity.ofExportTimes(),
                StateIntegrity.ofLastSyncs(),
                RunLogIntegrity.ofRuns(),
                RunLogIntegrity.ofCounts(),
                RunLogIntegrity.ofRejections(),
                ErasureIntegrity.ofErasures(),
                ErasureIntegrity.ofRecords(),
                ErasureIntegrity.ofTotals(),
                ErasureIntegrity.ofKeys(),
                ErasureIntegrity.ofRewrittenPayments());
        Set<IntegrityCheck> suspected = Collections.newSetFromMap(new IdentityHashMap<>());
        IntegrityCheck payments = payments();
        suspected.addAll(database.readSortedGroups(screeningOfTotals(payments)::suspected));
        List<Screening> screenings = screenings(payments);
        List<Found> found = new ArrayList<>(database.readWithSetJoins(dsl -> {
            screenings.forEach(each -> suspected.addAll(each.suspected(dsl)));
            return Stream.of(checks, suspected, workingTables(dsl))
                    .flatMap(Collection::stream)
                    .flatMap(check -> check.run(dsl))
                    .toList();
        }));
        found.addAll(SearchKeyIntegrity.check(database));
        return IntegrityReportValue.of(found);
    }

    private static Screening screeningOfTotals(IntegrityCheck payments) {
        CommonTableExpression<?> paid = name("paid").as(paid());
        return new Screening(
                paid,
                List.of(
                        Suspicion.of(totals(paid), totals(paid().asTable("paid"))),
                        Suspicion.of(patientsOfPayments(paid), payments)));
    }

    private static List<Screening> screenings(IntegrityCheck payments) {
        IntegrityCheck patients = PATIENT_INTEGRITY.ofRecords(PATIENTS, Map.of());
        IntegrityCheck runs = runsNotInLog(PATIENTS, PAYMENTS);
        return List.of(
                screening(PATIENT_INTEGRITY, patients, runs, StateIntegrity::ofPatientsFingerprint),
                screening(PAYMENT_INTEGRITY, payments, runs, StateIntegrity::ofPaymentsFingerprint));
    }

    private static Screening screening(
            HistoryIntegrity history,
            IntegrityCheck records,
            IntegrityCheck runs,
            Function<RecordCounts, IntegrityCheck> fingerprint) {
        RecordTables tables = history.tables();
        RecordCounts each = RecordCounts.ofEach(tables);
        CommonTableExpression<?> groups = RecordCounts.groups(tables);
        RecordCounts grouped = RecordCounts.ofGroups(groups);
        return new Screening(
                groups,
                List.of(
                        Suspicion.of(history.ofGroups(grouped), records),
                        Suspicion.of(
                                history.ofHistory(grouped), records, history.ofVersions(), history.ofCurrentContent()),
                        Suspicion.of(history.ofNumber(grouped), history.ofNumber(each)),
                        Suspicion.of(fingerprint.apply(grouped), fingerprint.apply(each)),
                        Suspicion.of(new RunEffects(tables, grouped).ofRuns(), new RunEffects(tables, each).ofRuns()),
                        Suspicion.of(runsNotInLog(groups), runs)));
    }

    private static Select<?> paid() {
        Condition live = PAYMENTS.DELETED.isNull();
        return select(
                        PAYMENTS.PATIENT_ID.as(PAYER),
                        sum(PAYMENTS.AMOUNT).filterWhere(live).as(MONEY),
                        nullif(count().filterWhere(live), inline(0))
                                .cast(Long.class)
                                .as(NUMBER),
                        min(PAYMENTS.AMOUNT).filterWhere(live).as(SMALLEST),
                        max(PAYMENTS.AMOUNT).filterWhere(live).as(GREATEST))
                .from(PAYMENTS)
                .groupBy(PAYMENTS.PATIENT_ID);
    }

    private static IntegrityCheck totals(Table<?> paid) {
        return new IntegrityCheck(
                PATIENTS.leftJoin(paid)
                        .on(column(paid, PAYER).eq(PATIENTS.ID))
                        .leftJoin(PATIENT_TOTALS)
                        .on(PATIENT_TOTALS.PATIENT_ID.eq(PATIENTS.ID)),
                PATIENTS.ID,
                Map.of(
                        Kind.PATIENT_TOTAL,
                        or(
                                PATIENT_TOTALS.PAYMENT_TOTAL.isDistinctFrom(
                                        ofLivePatient(column(paid, MONEY), inline(BigDecimal.ZERO))),
                                PATIENT_TOTALS.SMALLEST_AMOUNT.isDistinctFrom(column(paid, SMALLEST)),
                                PATIENT_TOTALS.GREATEST_AMOUNT.isDistinctFrom(column(paid, GREATEST))),
                        Kind.PATIENT_PAYMENT_COUNT,
                        PATIENT_TOTALS.PAYMENT_COUNT.isDistinctFrom(ofLivePatient(column(paid, NUMBER), inline(0L)))));
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

    /** Whether there are payments, live or not, that have no patient, or live ones of a deleted patient. */
    private static IntegrityCheck patientsOfPayments(Table<?> paid) {
        Field<Long> payer = column(paid, PAYER);
        return new IntegrityCheck(
                paid.leftJoin(PATIENTS).on(PATIENTS.ID.eq(payer)),
                payer,
                Map.of(
                        Kind.PAYMENT_WITHOUT_PATIENT, PATIENTS.ID.isNull(),
                        Kind.PAYMENT_OF_DELETED_PATIENT,
                                column(paid, NUMBER).isNotNull().and(PATIENTS.DELETED.isNotNull())));
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
    private static IntegrityCheck runsNotInLog(Table<?>... records) {
        Select<Record1<Long>> found = notInLog(PATIENT_VERSIONS, PATIENT_VERSIONS.TO_RUN)
                .union(notInLog(PAYMENT_VERSIONS, PAYMENT_VERSIONS.TO_RUN));
        for (Table<?> each : records) {
            found = found.union(notInLog(each, column(each, PATIENTS.CHANGED_RUN)));
        }
        Table<?> named = found.asTable("named", "named_run");
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
    private static List<IntegrityCheck> workingTables(DSLContext dsl) {
        if (Database.onStandby(dsl)) {
            return List.of();
        }
        Table<?> left = select(inline(0L).as("whole_store"))
                .from(PATIENT_STAGE)
                .unionAll(select(inline(0L)).from(PAYMENT_STAGE))
                .unionAll(select(inline(0L)).from(PATIENT_KNOWN))
                .unionAll(select(inline(0L)).from(PAYMENT_KNOWN))
                .unionAll(select(inline(0L)).from(PATIENT_DIFF))
                .unionAll(select(inline(0L)).from(PAYMENT_DIFF))
                .asTable("left_rows", "whole_store");
        Field<Long> wholeStore = left.field("whole_store", Long.class);
        return List.of(new IntegrityCheck(left, wholeStore, Map.of(Kind.WORKING_TABLES, wholeStore.isNotNull())));
    }
}
