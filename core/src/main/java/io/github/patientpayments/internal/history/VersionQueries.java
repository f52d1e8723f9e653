package io.github.patientpayments.internal.history;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.history.Version;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.page.Cursor;
import io.github.patientpayments.internal.page.Pages;
import io.github.patientpayments.internal.text.StorableText;
import io.github.patientpayments.jooq.internal.tables.SyncRuns;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;

/** Questions about the versions of one record: those that were superseded, and its live row or tombstone. Thread-safe. */
public final class VersionQueries {

    private static final SyncRuns BEGIN = SYNC_RUNS.as("begin_run");
    private static final SyncRuns END = SYNC_RUNS.as("end_run");
    private static final String VERSIONS = "versions";
    private static final Field<Long> FROM_RUN = column(VERSIONS, PATIENT_VERSIONS.FROM_RUN);
    private static final Field<Long> TO_RUN = column(VERSIONS, PATIENT_VERSIONS.TO_RUN);
    private static final Field<Boolean> DELETED = column(VERSIONS, PATIENT_VERSIONS.DELETED);
    private static final Field<Instant> FROM = BEGIN.RUN_TIME.as("from_time");
    private static final Field<Instant> TO = END.RUN_TIME.as("to_time");

    private final Database database;

    public VersionQueries(Database database) {
        this.database = database;
    }

    public Page<Version<PatientData>> ofPatient(String externalId, PageRequest<Void> request) {
        Condition thisOne = named(PATIENTS.EXTERNAL_ID, externalId);
        Select<?> versions = select(
                        PATIENTS.EXTERNAL_ID,
                        PATIENTS.CHANGED_RUN.as(FROM_RUN),
                        castNull(TO_RUN).as(TO_RUN),
                        field(PATIENTS.DELETED.isNotNull()).as(DELETED),
                        PATIENTS.FIRST_NAME,
                        PATIENTS.LAST_NAME,
                        PATIENTS.MIDDLE_NAME,
                        PATIENTS.DATE_OF_BIRTH)
                .from(PATIENTS)
                .where(thisOne)
                .unionAll(select(
                                PATIENTS.EXTERNAL_ID,
                                PATIENT_VERSIONS.FROM_RUN,
                                PATIENT_VERSIONS.TO_RUN,
                                PATIENT_VERSIONS.DELETED,
                                PATIENT_VERSIONS.FIRST_NAME,
                                PATIENT_VERSIONS.LAST_NAME,
                                PATIENT_VERSIONS.MIDDLE_NAME,
                                PATIENT_VERSIONS.DATE_OF_BIRTH)
                        .from(PATIENT_VERSIONS)
                        .join(PATIENTS)
                        .on(PATIENTS.ID.eq(PATIENT_VERSIONS.PATIENT_ID))
                        .where(thisOne));
        return page("patientVersions", versions, externalId, request, RecordContent::ofPatient);
    }

    public Page<Version<PaymentData>> ofPayment(String externalId, PageRequest<Void> request) {
        Condition thisOne = named(PAYMENTS.EXTERNAL_ID, externalId);
        Select<?> versions = select(
                        PAYMENTS.EXTERNAL_ID,
                        PAYMENTS.CHANGED_RUN.as(FROM_RUN),
                        castNull(TO_RUN).as(TO_RUN),
                        field(PAYMENTS.DELETED.isNotNull()).as(DELETED),
                        PATIENTS.EXTERNAL_ID.as(RecordContent.PATIENT_EXTERNAL_ID),
                        PAYMENTS.AMOUNT)
                .from(PAYMENTS)
                .join(PATIENTS)
                .on(PATIENTS.ID.eq(PAYMENTS.PATIENT_ID))
                .where(thisOne)
                .unionAll(select(
                                PAYMENTS.EXTERNAL_ID,
                                PAYMENT_VERSIONS.FROM_RUN,
                                PAYMENT_VERSIONS.TO_RUN,
                                PAYMENT_VERSIONS.DELETED,
                                PATIENTS.EXTERNAL_ID,
                                PAYMENT_VERSIONS.AMOUNT)
                        .from(PAYMENT_VERSIONS)
                        .join(PAYMENTS)
                        .on(PAYMENTS.ID.eq(PAYMENT_VERSIONS.PAYMENT_ID))
                        .join(PATIENTS)
                        .on(PATIENTS.ID.eq(PAYMENT_VERSIONS.PATIENT_ID))
                        .where(thisOne));
        return page("paymentVersions", versions, externalId, request, RecordContent::ofPayment);
    }

    private static Condition named(Field<String> column, String externalId) {
        return StorableText.is(externalId) ? column.eq(externalId) : falseCondition();
    }

    private <T> Page<Version<T>> page(
            String query,
            Select<?> versions,
            String externalId,
            PageRequest<Void> request,
            Function<Record, T> content) {
        Table<?> named = versions.asTable(VERSIONS);
        List<Field<?>> columns = new ArrayList<>(List.of(named.fields()));
        columns.addAll(List.of(FROM, TO));
        Pages<Version<T>> pages = new Pages<>(
                named.join(BEGIN).on(BEGIN.RUN.eq(FROM_RUN)).leftJoin(END).on(END.RUN.eq(TO_RUN)),
                columns,
                noCondition(),
                List.of(FROM_RUN),
                STORE_STATE.BASE_RUN,
                Cursor.digest(query, externalId, request.isDescending()),
                row -> version(row, content.apply(row)));
        return database.read(dsl -> pages.read(dsl, request));
    }

    private static <T> Version<T> version(Record row, T content) {
        return new VersionValue<>(
                row.get(FROM_RUN), row.get(FROM), row.get(TO_RUN), row.get(TO), row.get(DELETED), content);
    }
}
