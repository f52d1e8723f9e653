package io.github.patientpayments.internal.history;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.falseCondition;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.history.Version;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.RecordStates;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.page.Cursor;
import io.github.patientpayments.internal.page.Pages;
import io.github.patientpayments.internal.text.StorableText;
import io.github.patientpayments.jooq.internal.tables.Patients;
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
import org.jooq.Table;

/**
 * Queries for the versions of one record: those that were superseded, and its live row or tombstone. PostgreSQL and H2
 * push the record's id into both halves of the union of its states. Thread-safe.
 */
public final class VersionQueries {

    private static final SyncRuns BEGIN = SYNC_RUNS.as("begin_run");
    private static final SyncRuns END = SYNC_RUNS.as("end_run");
    private static final Patients PAYER = PATIENTS.as("payer");
    private static final String STATES = "states";
    private static final Field<Long> ID = column(STATES, RecordStates.ID);
    private static final Field<Long> FROM_RUN = column(STATES, RecordStates.FROM_RUN);
    private static final Field<Long> TO_RUN = column(STATES, RecordStates.TO_RUN);
    private static final Field<Boolean> GONE = column(STATES, RecordStates.GONE);
    private static final Field<Instant> FROM = BEGIN.RUN_TIME.as("from_time");
    private static final Field<Instant> TO = END.RUN_TIME.as("to_time");

    private final Database database;

    public VersionQueries(Database database) {
        this.database = database;
    }

    public Page<Version<PatientData>> ofPatient(String externalId, PageRequest<Void> request) {
        Table<?> states = RecordTables.PATIENTS.states(STATES);
        List<Field<?>> columns = new ArrayList<>(RecordTables.PATIENTS.contentIn(states));
        columns.add(PATIENTS.EXTERNAL_ID);
        return page(
                "patientVersions",
                states.join(PATIENTS).on(PATIENTS.ID.eq(ID)),
                columns,
                PATIENTS.EXTERNAL_ID,
                externalId,
                request,
                RecordContent::ofPatient);
    }

    public Page<Version<PaymentData>> ofPayment(String externalId, PageRequest<Void> request) {
        Table<?> states = RecordTables.PAYMENTS.states(STATES);
        List<Field<?>> columns = new ArrayList<>(RecordTables.PAYMENTS.contentIn(states));
        columns.add(PAYMENTS.EXTERNAL_ID);
        columns.add(PAYER.EXTERNAL_ID.as(RecordContent.PATIENT_EXTERNAL_ID));
        return page(
                "paymentVersions",
                states.join(PAYMENTS)
                        .on(PAYMENTS.ID.eq(ID))
                        .join(PAYER)
                        .on(PAYER.ID.eq(column(STATES, PAYMENTS.PATIENT_ID))),
                columns,
                PAYMENTS.EXTERNAL_ID,
                externalId,
                request,
                RecordContent::ofPayment);
    }

    private <T> Page<Version<T>> page(
            String query,
            Table<?> states,
            List<Field<?>> content,
            Field<String> externalIdColumn,
            String externalId,
            PageRequest<Void> request,
            Function<Record, T> mapper) {
        List<Field<?>> columns = new ArrayList<>(List.of(FROM_RUN, TO_RUN, GONE, FROM, TO));
        columns.addAll(content);
        Condition thisOne = StorableText.is(externalId) ? externalIdColumn.eq(externalId) : falseCondition();
        Pages<Version<T>> pages = new Pages<>(
                states.join(BEGIN).on(BEGIN.RUN.eq(FROM_RUN)).leftJoin(END).on(END.RUN.eq(TO_RUN)),
                columns,
                thisOne,
                List.of(FROM_RUN),
                STORE_STATE.BASE_RUN,
                Cursor.digest(query, externalId, request.isDescending()),
                row -> version(row, mapper.apply(row)));
        return database.read(dsl -> pages.read(dsl, request));
    }

    private static <T> Version<T> version(Record row, T content) {
        Instant end = row.get(TO);
        return new VersionValue<>(
                row.get(FROM_RUN), row.get(FROM), end == null ? null : row.get(TO_RUN), end, row.get(GONE), content);
    }
}
