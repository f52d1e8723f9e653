package io.github.patientpayments.internal.db;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientKnown.PATIENT_KNOWN;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PaymentKnown.PAYMENT_KNOWN;
import static io.github.patientpayments.jooq.internal.tables.PaymentStage.PAYMENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static io.github.patientpayments.jooq.internal.tables.SyncRunCounts.SYNC_RUN_COUNTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.record.PatientFields;
import io.github.patientpayments.internal.record.PaymentFields;
import io.github.patientpayments.internal.record.RecordField;
import io.github.patientpayments.jooq.internal.tables.Patients;
import io.github.patientpayments.jooq.internal.tables.Payments;
import io.github.patientpayments.jooq.internal.tables.SyncRunCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The tables of one record type, described once. Staging, comparison, merge, versions, views of the past, change feed
 * and integrity checks are built from it. The columns of the content have the same names in all of these tables, except
 * that a staged payment names its patient by the external id.
 *
 * @param type the type of the records
 * @param live live records and tombstones
 * @param versions superseded versions
 * @param versionOf the column with the record of a version
 * @param stage the staging table
 * @param diff the working table with the diff
 * @param known the working table of records that are known by their hashes
 * @param lastId the column of the lock row with the last id assigned
 * @param stagedContent the columns of the stage that are compared with the mirror, in the order of the fields
 * @param content the columns of the live table that are copied to a version
 * @param searchKeys the columns of the live table that are derived from the content
 */
public record RecordTables(
        RecordType type,
        Table<?> live,
        Table<?> versions,
        Field<Long> versionOf,
        Table<?> stage,
        Table<?> diff,
        Table<?> known,
        Field<Long> lastId,
        List<Field<?>> stagedContent,
        List<Field<?>> content,
        List<Field<?>> searchKeys) {

    public static final RecordTables PATIENTS = new RecordTables(
            RecordType.PATIENT,
            Patients.PATIENTS,
            PATIENT_VERSIONS,
            PATIENT_VERSIONS.PATIENT_ID,
            PATIENT_STAGE,
            PATIENT_DIFF,
            PATIENT_KNOWN,
            STORE_STATE.LAST_PATIENT_ID,
            columns(PATIENT_STAGE, contentNames(PatientFields.CONTENT)),
            columns(Patients.PATIENTS, contentNames(PatientFields.CONTENT)),
            columns(Patients.PATIENTS, searchKeyNames(PatientFields.CONTENT)));

    public static final RecordTables PAYMENTS = new RecordTables(
            RecordType.PAYMENT,
            Payments.PAYMENTS,
            PAYMENT_VERSIONS,
            PAYMENT_VERSIONS.PAYMENT_ID,
            PAYMENT_STAGE,
            PAYMENT_DIFF,
            PAYMENT_KNOWN,
            STORE_STATE.LAST_PAYMENT_ID,
            columns(
                    PAYMENT_STAGE,
                    contentNames(PaymentFields.CONTENT)
                            .map(name -> name.equals(PaymentFields.PATIENT_ID.column())
                                    ? PAYMENT_STAGE.PATIENT_EXTERNAL_ID.getName()
                                    : name)),
            columns(Payments.PAYMENTS, contentNames(PaymentFields.CONTENT)),
            columns(Payments.PAYMENTS, searchKeyNames(PaymentFields.CONTENT)));

    public Field<Long> id() {
        return column(live, Patients.PATIENTS.ID);
    }

    /** Selects live records, not tombstones. */
    public Condition isLive() {
        return column(live, Patients.PATIENTS.DELETED).isNull();
    }

    /** Selects the record with the external id of a staged element. */
    public Condition hasIdOfStaged() {
        return column(live, Patients.PATIENTS.EXTERNAL_ID).eq(column(stage, PATIENT_STAGE.EXTERNAL_ID));
    }

    /** The columns of the content in another table than the live one. */
    public List<Field<?>> contentIn(Table<?> table) {
        return columns(table, content.stream().map(Field::getName));
    }

    /**
     * The columns of the content and of the search keys in any of the tables except the stage, or in a relation like
     * them.
     */
    public List<Field<?>> storedIn(Table<?> table) {
        return columns(
                table, Stream.concat(content.stream(), searchKeys.stream()).map(Field::getName));
    }

    /** The columns of the search keys in any of the tables. */
    public List<Field<?>> searchKeysIn(Table<?> table) {
        return columns(table, searchKeys.stream().map(Field::getName));
    }

    /** The current states of records: live rows and tombstones. */
    public RecordStates currentStates() {
        Field<?> deleted = column(live, Patients.PATIENTS.DELETED);
        return new RecordStates(
                live,
                id(),
                column(live, Patients.PATIENTS.CHANGED_RUN),
                RecordStates.STILL_VALID,
                DSL.field(deleted.isNotNull()),
                deleted.isNull(),
                deleted.isNotNull(),
                storedIn(live));
    }

    /** The former states of records: versions. */
    public RecordStates formerStates() {
        Field<Boolean> deleted = column(versions, PATIENT_VERSIONS.DELETED);
        return new RecordStates(
                versions,
                versionOf,
                column(versions, PATIENT_VERSIONS.FROM_RUN),
                column(versions, PATIENT_VERSIONS.TO_RUN),
                deleted,
                deleted.isFalse(),
                deleted.isTrue(),
                storedIn(versions));
    }

    /**
     * All current and former states of records of this type, with the columns {@code id}, {@code from_run},
     * {@code to_run}, {@code gone}, the content and the search keys.
     */
    public Table<?> states(String name) {
        return currentStates().select().unionAll(formerStates().select()).asTable(name);
    }

    /**
     * The states of one record, and its external id. The condition is inside the union, since H2 would plan one outside
     * it again for each execution.
     *
     * @param record selects the record in the live table
     */
    public Table<?> statesOf(Condition record, String name) {
        Field<String> externalId = column(live, Patients.PATIENTS.EXTERNAL_ID);
        return currentStates()
                .select(externalId)
                .where(record)
                .unionAll(formerStates()
                        .select(externalId)
                        .join(live)
                        .on(id().eq(versionOf))
                        .where(record))
                .asTable(name);
    }

    /**
     * The last id of a record that had been assigned by the end of a run, which the log may no longer have; 0 before
     * the first.
     */
    public static Field<Long> lastIdBy(RecordType type, Field<Long> run) {
        SyncRunCounts counts = SYNC_RUN_COUNTS.as("logged");
        return coalesce(
                DSL.field(select(counts.LAST_ID)
                        .from(counts)
                        .where(counts.RECORD_TYPE.eq(inline(type.name())), counts.RUN.le(run))
                        .orderBy(counts.RUN.desc())
                        .limit(inline(1))),
                inline(0L));
    }

    /** Selects the version of a record that was valid at the end of a run: the first that ended later. */
    public Condition isValidAfter(Table<?> version, Field<Long> id, Field<Long> run) {
        Table<?> later = versions.as("later_version");
        Field<Long> record = column(later, versionOf);
        Field<Long> end = column(later, PATIENT_VERSIONS.TO_RUN);
        return column(version, versionOf)
                .eq(id)
                .and(column(version, PATIENT_VERSIONS.FROM_RUN).le(run))
                .and(column(version, PATIENT_VERSIONS.TO_RUN)
                        .eq(DSL.field(select(end)
                                .from(later)
                                .where(record.eq(id), end.gt(run))
                                .orderBy(record, end)
                                .limit(inline(1)))));
    }

    private static Stream<String> contentNames(List<? extends RecordField<?, ?, ?>> fields) {
        return fields.stream().map(RecordField::column);
    }

    private static Stream<String> searchKeyNames(List<? extends RecordField<?, ?, ?>> fields) {
        return fields.stream().filter(RecordField::searched).map(field -> field.column() + "_key");
    }

    private static List<Field<?>> columns(Table<?> table, Stream<String> names) {
        List<Field<?>> columns = new ArrayList<>();
        names.forEach(name -> columns.add(table.field(name)));
        return List.copyOf(columns);
    }
}
