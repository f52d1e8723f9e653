package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.internal.db.Dialect;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.text.SearchKey;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Compares the staged patients with the mirror. What it finds stands in the diff: a row for each patient to whom
 * something is to happen.
 */
final class PatientComparison {

    private final Transaction transaction;
    private final DSLContext dsl;
    private final SetCounter tally;

    PatientComparison(Transaction transaction, SetCounter tally) {
        this.transaction = transaction;
        this.dsl = transaction.dsl();
        this.tally = tally;
    }

    /** The columns of a staged patient behind its number, status and faults. */
    static @Nullable Object[] staged(PatientData patient) {
        String firstName = patient.firstName().orElse(null);
        String lastName = patient.lastName().orElse(null);
        return new @Nullable Object[] {
            patient.externalId().orElse(null),
            firstName,
            lastName,
            patient.middleName().orElse(null),
            patient.dateOfBirth().orElse(null),
            firstName == null ? null : SearchKey.of(firstName),
            lastName == null ? null : SearchKey.of(lastName),
            patient.isDeletion()
        };
    }

    /**
     * Finds what is new, different, back or gone: missing from a full set, or named by a delta. A row of the diff for each;
     * none for what stays as it is.
     */
    void compare() {
        Field<Long> liveId = PATIENTS.ID.as("live_id");
        Field<Instant> liveDeleted = PATIENTS.DELETED.as("live_deleted");
        Field<Boolean> differs = field(PATIENT_STAGE
                        .FIRST_NAME
                        .isDistinctFrom(PATIENTS.FIRST_NAME)
                        .or(PATIENT_STAGE.LAST_NAME.isDistinctFrom(PATIENTS.LAST_NAME))
                        .or(PATIENT_STAGE.MIDDLE_NAME.isDistinctFrom(PATIENTS.MIDDLE_NAME))
                        .or(PATIENT_STAGE.DATE_OF_BIRTH.isDistinctFrom(PATIENTS.DATE_OF_BIRTH)))
                .as("differs");
        List<Field<?>> columns = List.of(
                PATIENT_STAGE.RECORD_NO,
                PATIENT_STAGE.STATUS,
                PATIENT_STAGE.EXTERNAL_ID,
                PATIENT_STAGE.FIRST_NAME,
                PATIENT_STAGE.LAST_NAME,
                PATIENT_STAGE.MIDDLE_NAME,
                PATIENT_STAGE.DATE_OF_BIRTH,
                PATIENT_STAGE.FIRST_NAME_KEY,
                PATIENT_STAGE.LAST_NAME_KEY,
                PATIENT_STAGE.DELETION,
                liveId,
                liveDeleted,
                differs);
        Condition sameId = PATIENT_STAGE.EXTERNAL_ID.eq(PATIENTS.EXTERNAL_ID);
        Table<?> matched = tally.fullSet
                ? transaction
                        .dialect()
                        .fullJoin(columns, PATIENT_STAGE, PATIENTS, sameId, PATIENT_STAGE.RECORD_NO.isNull())
                : Dialect.leftJoin(columns, PATIENT_STAGE, PATIENTS, sameId);
        Condition unknown = column(matched, liveId).isNull();
        Condition deleted = column(matched, liveDeleted).isNotNull();
        Condition valid = column(matched, PATIENT_STAGE.STATUS).eq(inline(StagingTable.VALID));
        Condition gone = column(matched, PATIENT_STAGE.RECORD_NO)
                .isNull()
                .or(valid.and(column(matched, PATIENT_STAGE.DELETION).isTrue()));
        dsl.insertInto(
                        PATIENT_DIFF,
                        PATIENT_DIFF.KIND,
                        PATIENT_DIFF.ID,
                        PATIENT_DIFF.RECORD_NO,
                        PATIENT_DIFF.EXTERNAL_ID,
                        PATIENT_DIFF.FIRST_NAME,
                        PATIENT_DIFF.LAST_NAME,
                        PATIENT_DIFF.MIDDLE_NAME,
                        PATIENT_DIFF.DATE_OF_BIRTH,
                        PATIENT_DIFF.FIRST_NAME_KEY,
                        PATIENT_DIFF.LAST_NAME_KEY)
                .select(select(
                                when(gone, DiffAction.DELETE.inline())
                                        .when(unknown, DiffAction.INSERT.inline())
                                        .when(deleted, DiffAction.RESTORE.inline())
                                        .otherwise(DiffAction.UPDATE.inline()),
                                column(matched, liveId),
                                column(matched, PATIENT_STAGE.RECORD_NO),
                                column(matched, PATIENT_STAGE.EXTERNAL_ID),
                                column(matched, PATIENT_STAGE.FIRST_NAME),
                                column(matched, PATIENT_STAGE.LAST_NAME),
                                column(matched, PATIENT_STAGE.MIDDLE_NAME),
                                column(matched, PATIENT_STAGE.DATE_OF_BIRTH),
                                column(matched, PATIENT_STAGE.FIRST_NAME_KEY),
                                column(matched, PATIENT_STAGE.LAST_NAME_KEY))
                        .from(matched)
                        .where(gone.andNot(unknown)
                                .andNot(deleted)
                                .or(valid.andNot(gone)
                                        .and(unknown.or(deleted)
                                                .or(column(matched, differs).isTrue())))))
                .execute();
        tally.countKinds(dsl, PATIENT_DIFF);
        if (tally.rejected > 0) {
            countRetained();
        }
    }

    /** Keeps all missing patients: an element without a readable id may be any of them. */
    void withholdDeletions() {
        tally.withhold(dsl.deleteFrom(PATIENT_DIFF)
                .where(DiffAction.in(PATIENT_DIFF.KIND, DiffAction.DELETE))
                .execute());
    }

    /** Keeps some missing patients, each of whom is told once. Not by IN: H2 would ask for them again for every row. */
    void withholdDeletions(Select<Record1<Long>> ids) {
        Table<?> kept = ids.asTable("kept");
        tally.withhold(dsl.mergeInto(PATIENT_DIFF)
                .using(kept)
                .on(
                        PATIENT_DIFF.ID.eq(column(kept, PAYMENTS.PATIENT_ID)),
                        DiffAction.in(PATIENT_DIFF.KIND, DiffAction.DELETE))
                .whenMatchedThenDelete()
                .execute());
    }

    /** The missing patient with an id. */
    static Select<?> missing(Field<Long> id) {
        return selectOne()
                .from(PATIENT_DIFF)
                .where(PATIENT_DIFF.ID.eq(id), DiffAction.in(PATIENT_DIFF.KIND, DiffAction.DELETE));
    }

    private void countRetained() {
        tally.retained = dsl.select(count())
                .from(PATIENT_STAGE)
                .join(PATIENTS)
                .on(PATIENTS.EXTERNAL_ID.eq(PATIENT_STAGE.EXTERNAL_ID))
                .where(PATIENT_STAGE.STATUS.eq(inline(StagingTable.REJECTED)), PATIENTS.DELETED.isNull())
                .fetchSingle()
                .value1();
    }
}
