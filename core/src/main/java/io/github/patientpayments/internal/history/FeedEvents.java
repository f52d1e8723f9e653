package io.github.patientpayments.internal.history;

import static io.github.patientpayments.jooq.internal.tables.ErasedRecords.ERASED_RECORDS;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.github.patientpayments.RecordType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * The events of the feed as a relation: each state that a record was in, with the run in which it began. A state that is
 * still valid is a live row or a tombstone, and others are versions; of an erased record there is the bare id.
 */
final class FeedEvents {

    private static final String NAME = "events";
    static final Field<Long> RUN = column("run", SQLDataType.BIGINT);
    static final Field<Integer> PHASE = column("phase", SQLDataType.INTEGER);
    static final Field<Long> ID = column("id", SQLDataType.BIGINT);
    static final Field<Boolean> ERASED = column("erased", SQLDataType.BOOLEAN);
    static final Field<String> FIRST_NAME = column("first_name", PATIENTS.FIRST_NAME.getDataType());
    static final Field<String> LAST_NAME = column("last_name", PATIENTS.LAST_NAME.getDataType());
    static final Field<String> MIDDLE_NAME = column("middle_name", PATIENTS.MIDDLE_NAME.getDataType());
    static final Field<LocalDate> DATE_OF_BIRTH = column("date_of_birth", PATIENTS.DATE_OF_BIRTH.getDataType());
    static final Field<Long> PATIENT_ID = column("patient_id", SQLDataType.BIGINT);
    static final Field<BigDecimal> AMOUNT = column("amount", PAYMENTS.AMOUNT.getDataType());

    private static final List<Field<?>> NO_PATIENT = missing(FIRST_NAME, LAST_NAME, MIDDLE_NAME, DATE_OF_BIRTH);
    private static final List<Field<?>> NO_PAYMENT = missing(PATIENT_ID, AMOUNT);

    private static final List<FeedBranch> BRANCHES = List.of(
            patients(FeedPosition.PATIENT_UPSERTS, PATIENTS.DELETED.isNull()),
            patientVersions(FeedPosition.PATIENT_UPSERTS, PATIENT_VERSIONS.DELETED.isFalse()),
            payments(FeedPosition.PAYMENT_UPSERTS, PAYMENTS.DELETED.isNull()),
            paymentVersions(FeedPosition.PAYMENT_UPSERTS, PAYMENT_VERSIONS.DELETED.isFalse()),
            payments(FeedPosition.PAYMENT_DELETIONS, PAYMENTS.DELETED.isNotNull()),
            paymentVersions(FeedPosition.PAYMENT_DELETIONS, PAYMENT_VERSIONS.DELETED.isTrue()),
            erased(FeedPosition.PAYMENT_DELETIONS, RecordType.PAYMENT),
            patients(FeedPosition.PATIENT_DELETIONS, PATIENTS.DELETED.isNotNull()),
            patientVersions(FeedPosition.PATIENT_DELETIONS, PATIENT_VERSIONS.DELETED.isTrue()),
            erased(FeedPosition.PATIENT_DELETIONS, RecordType.PATIENT));

    private FeedEvents() {}

    /** The first events behind a place, up to a run. */
    static Table<?> behind(FeedPosition place, long lastRun, int limit) {
        Select<Record> candidates = BRANCHES.stream()
                .flatMap(branch -> branch.behind(place, limit).stream())
                .reduce(Select::unionAll)
                .orElseThrow();
        Table<?> named = candidates.asTable(NAME);
        return select(named.fields())
                .from(named)
                .where(RUN.le(inline(lastRun)))
                .orderBy(RUN, PHASE, ID)
                .limit(inline(limit))
                .asTable(NAME);
    }

    static Condition ofPatient() {
        return PHASE.in(inline(FeedPosition.PATIENT_UPSERTS), inline(FeedPosition.PATIENT_DELETIONS));
    }

    static Condition ofPayment() {
        return PHASE.in(inline(FeedPosition.PAYMENT_UPSERTS), inline(FeedPosition.PAYMENT_DELETIONS));
    }

    private static FeedBranch patients(int phase, Condition state) {
        List<Field<?>> content =
                List.of(PATIENTS.FIRST_NAME, PATIENTS.LAST_NAME, PATIENTS.MIDDLE_NAME, PATIENTS.DATE_OF_BIRTH);
        return branch(PATIENTS, phase, PATIENTS.CHANGED_RUN, PATIENTS.ID, state, content, NO_PAYMENT);
    }

    private static FeedBranch patientVersions(int phase, Condition state) {
        List<Field<?>> content = List.of(
                PATIENT_VERSIONS.FIRST_NAME,
                PATIENT_VERSIONS.LAST_NAME,
                PATIENT_VERSIONS.MIDDLE_NAME,
                PATIENT_VERSIONS.DATE_OF_BIRTH);
        return branch(
                PATIENT_VERSIONS,
                phase,
                PATIENT_VERSIONS.FROM_RUN,
                PATIENT_VERSIONS.PATIENT_ID,
                state,
                content,
                NO_PAYMENT);
    }

    private static FeedBranch payments(int phase, Condition state) {
        List<Field<?>> content = List.of(PAYMENTS.PATIENT_ID, PAYMENTS.AMOUNT);
        return branch(PAYMENTS, phase, PAYMENTS.CHANGED_RUN, PAYMENTS.ID, state, NO_PATIENT, content);
    }

    /** A version whose content was erased with its patient is no event any more. */
    private static FeedBranch paymentVersions(int phase, Condition state) {
        List<Field<?>> content = List.of(PAYMENT_VERSIONS.PATIENT_ID, PAYMENT_VERSIONS.AMOUNT);
        return branch(
                PAYMENT_VERSIONS,
                phase,
                PAYMENT_VERSIONS.FROM_RUN,
                PAYMENT_VERSIONS.PAYMENT_ID,
                state.and(PAYMENT_VERSIONS.PATIENT_ID.isNotNull()),
                NO_PATIENT,
                content);
    }

    private static FeedBranch erased(int phase, RecordType type) {
        return branch(
                ERASED_RECORDS,
                phase,
                ERASED_RECORDS.RUN,
                ERASED_RECORDS.RECORD_ID,
                ERASED_RECORDS.RECORD_TYPE.eq(inline(type.name())),
                NO_PATIENT,
                NO_PAYMENT);
    }

    private static FeedBranch branch(
            Table<?> table,
            int phase,
            Field<Long> run,
            Field<Long> id,
            Condition state,
            List<Field<?>> patient,
            List<Field<?>> payment) {
        List<Field<?>> columns = new ArrayList<>(List.of(
                run.as(RUN),
                inline(phase).as(PHASE),
                id.as(ID),
                inline(table == ERASED_RECORDS).as(ERASED)));
        columns.addAll(patient);
        columns.addAll(payment);
        return new FeedBranch(table, phase, run, id, state, columns);
    }

    private static List<Field<?>> missing(Field<?>... columns) {
        return Arrays.stream(columns)
                .<Field<?>>map(column -> castNull(column).as(column))
                .toList();
    }

    private static <V> Field<V> column(String name, DataType<V> type) {
        return field(name(NAME, name), type);
    }
}
