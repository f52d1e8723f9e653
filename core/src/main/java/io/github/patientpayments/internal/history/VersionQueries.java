package io.github.patientpayments.internal.history;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRuns.SYNC_RUNS;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.noCondition;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.history.Version;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.RecordStates;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Row;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;

/** Queries of the versions of one record: the superseded ones, and its live row or tombstone. Thread-safe. */
public final class VersionQueries {

    private static final SyncRuns BEGIN = SYNC_RUNS.as("begin_run");
    private static final SyncRuns END = SYNC_RUNS.as("end_run");
    private static final Patients PAYER = PATIENTS.as("payer");
    private static final String STATES = "states";
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
        Table<?> states = RecordTables.PATIENTS.statesOf(named(PATIENTS.EXTERNAL_ID, externalId), STATES);
        return page(
                Cursor.digest("patientVersions", externalId, request.isDescending()),
                states,
                content(RecordTables.PATIENTS, states),
                request,
                RecordContent::ofPatient);
    }

    public Page<Version<PaymentData>> ofPayment(String externalId, PageRequest<Void> request) {
        Table<?> states = RecordTables.PAYMENTS.statesOf(named(PAYMENTS.EXTERNAL_ID, externalId), STATES);
        List<Field<?>> content = content(RecordTables.PAYMENTS, states);
        content.add(PAYER.EXTERNAL_ID.as(RecordContent.PATIENT_EXTERNAL_ID));
        return page(
                Cursor.digest("paymentVersions", externalId, request.isDescending()),
                states.join(PAYER).on(PAYER.ID.eq(column(STATES, PAYMENTS.PATIENT_ID))),
                content,
                request,
                RecordContent::ofPayment);
    }

    private static Condition named(Field<String> column, String externalId) {
        return StorableText.isId(externalId) ? column.eq(externalId) : falseCondition();
    }

    private static List<Field<?>> content(RecordTables tables, Table<?> states) {
        List<Field<?>> content = new ArrayList<>(tables.contentIn(states));
        content.add(column(states, PATIENTS.EXTERNAL_ID));
        return content;
    }

    private <T> Page<Version<T>> page(
            String query, Table<?> states, List<Field<?>> content, PageRequest<Void> request, Function<Row, T> mapper) {
        List<Field<?>> columns = new ArrayList<>(List.of(FROM_RUN, TO_RUN, GONE, FROM, TO));
        columns.addAll(content);
        Pages<Version<T>> pages = new Pages<>(
                states.join(BEGIN).on(BEGIN.RUN.eq(FROM_RUN)).leftJoin(END).on(END.RUN.eq(TO_RUN)),
                null,
                columns,
                noCondition(),
                List.of(FROM_RUN),
                STORE_STATE.BASE_RUN,
                query,
                row -> version(row, mapper.apply(row)));
        return database.read(dsl -> pages.read(dsl, request));
    }

    private static <T> Version<T> version(Row row, T content) {
        Instant end = row.get(TO);
        return new VersionValue<>(
                row.get(FROM_RUN),
                row.get(FROM),
                end == null ? OptionalLong.empty() : OptionalLong.of(row.get(TO_RUN)),
                Optional.ofNullable(end),
                row.get(GONE),
                content);
    }
}
