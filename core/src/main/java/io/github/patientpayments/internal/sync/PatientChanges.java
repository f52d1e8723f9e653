package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.runlog.Run;
import java.math.BigDecimal;
import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Does to the patients of the mirror what the diff says. Every statement works on a set. */
final class PatientChanges {

    private final Transaction transaction;
    private final DSLContext dsl;
    private final Run run;
    private final SetCounter tally;
    private final Field<Instant> now;

    PatientChanges(Transaction transaction, Run run, SetCounter tally) {
        this.transaction = transaction;
        this.dsl = transaction.dsl();
        this.run = run;
        this.tally = tally;
        this.now = val(run.time(), PATIENTS.UPDATED);
    }

    /** Writes new, changed and returning patients. */
    void upsert() {
        if (tally.of(DiffAction.UPDATE) + tally.of(DiffAction.RESTORE) > 0) {
            keepVersions(DiffAction.UPDATE, DiffAction.RESTORE);
            writeChanged();
        }
        if (tally.of(DiffAction.INSERT) > 0) {
            insertNew();
        }
    }

    /** Makes tombstones of missing patients. */
    void delete() {
        if (tally.of(DiffAction.DELETE) > 0) {
            keepVersions(DiffAction.DELETE);
            dsl.mergeInto(PATIENTS)
                    .using(PATIENT_DIFF)
                    .on(PATIENTS.ID.eq(PATIENT_DIFF.ID), DiffAction.in(PATIENT_DIFF.KIND, DiffAction.DELETE))
                    .whenMatchedThenUpdate()
                    .set(PATIENTS.DELETED, now)
                    .set(PATIENTS.UPDATED, now)
                    .set(PATIENTS.CHANGED_RUN, run.number())
                    .execute();
        }
    }

    /** A join, not IN: H2 would read the list again for every patient. */
    private void keepVersions(DiffAction... kinds) {
        dsl.insertInto(
                        PATIENT_VERSIONS,
                        PATIENT_VERSIONS.PATIENT_ID,
                        PATIENT_VERSIONS.FROM_RUN,
                        PATIENT_VERSIONS.TO_RUN,
                        PATIENT_VERSIONS.DELETED,
                        PATIENT_VERSIONS.FIRST_NAME,
                        PATIENT_VERSIONS.LAST_NAME,
                        PATIENT_VERSIONS.MIDDLE_NAME,
                        PATIENT_VERSIONS.DATE_OF_BIRTH,
                        PATIENT_VERSIONS.FIRST_NAME_KEY,
                        PATIENT_VERSIONS.LAST_NAME_KEY)
                .select(select(
                                PATIENTS.ID,
                                PATIENTS.CHANGED_RUN,
                                inline(run.number()),
                                field(PATIENTS.DELETED.isNotNull()),
                                PATIENTS.FIRST_NAME,
                                PATIENTS.LAST_NAME,
                                PATIENTS.MIDDLE_NAME,
                                PATIENTS.DATE_OF_BIRTH,
                                PATIENTS.FIRST_NAME_KEY,
                                PATIENTS.LAST_NAME_KEY)
                        .from(PATIENT_DIFF)
                        .join(PATIENTS)
                        .on(PATIENTS.ID.eq(PATIENT_DIFF.ID))
                        .where(DiffAction.in(PATIENT_DIFF.KIND, kinds)))
                .execute();
    }

    private void writeChanged() {
        dsl.mergeInto(PATIENTS)
                .using(PATIENT_DIFF)
                .on(PATIENTS.ID
                        .eq(PATIENT_DIFF.ID)
                        .and(DiffAction.in(PATIENT_DIFF.KIND, DiffAction.UPDATE, DiffAction.RESTORE)))
                .whenMatchedThenUpdate()
                .set(PATIENTS.UPDATED, now)
                .setNull(PATIENTS.DELETED)
                .set(PATIENTS.CHANGED_RUN, run.number())
                .set(PATIENTS.FIRST_NAME, PATIENT_DIFF.FIRST_NAME)
                .set(PATIENTS.LAST_NAME, PATIENT_DIFF.LAST_NAME)
                .set(PATIENTS.MIDDLE_NAME, PATIENT_DIFF.MIDDLE_NAME)
                .set(PATIENTS.DATE_OF_BIRTH, PATIENT_DIFF.DATE_OF_BIRTH)
                .set(PATIENTS.FIRST_NAME_KEY, PATIENT_DIFF.FIRST_NAME_KEY)
                .set(PATIENTS.LAST_NAME_KEY, PATIENT_DIFF.LAST_NAME_KEY)
                .execute();
    }

    private void insertNew() {
        long lastId = transaction.state().getLastPatientId();
        dsl.insertInto(
                        PATIENTS,
                        PATIENTS.ID,
                        PATIENTS.CREATED,
                        PATIENTS.UPDATED,
                        PATIENTS.CHANGED_RUN,
                        PATIENTS.EXTERNAL_ID,
                        PATIENTS.FIRST_NAME,
                        PATIENTS.LAST_NAME,
                        PATIENTS.MIDDLE_NAME,
                        PATIENTS.DATE_OF_BIRTH,
                        PATIENTS.FIRST_NAME_KEY,
                        PATIENTS.LAST_NAME_KEY,
                        PATIENTS.PAYMENT_TOTAL,
                        PATIENTS.PAYMENT_COUNT)
                .select(select(
                                inline(lastId).plus(rowNumber().over().orderBy(PATIENT_DIFF.RECORD_NO)),
                                now,
                                now,
                                inline(run.number()),
                                PATIENT_DIFF.EXTERNAL_ID,
                                PATIENT_DIFF.FIRST_NAME,
                                PATIENT_DIFF.LAST_NAME,
                                PATIENT_DIFF.MIDDLE_NAME,
                                PATIENT_DIFF.DATE_OF_BIRTH,
                                PATIENT_DIFF.FIRST_NAME_KEY,
                                PATIENT_DIFF.LAST_NAME_KEY,
                                inline(BigDecimal.ZERO),
                                inline(0L))
                        .from(PATIENT_DIFF)
                        .where(DiffAction.in(PATIENT_DIFF.KIND, DiffAction.INSERT)))
                .execute();
        transaction.state().setLastPatientId(lastId + tally.of(DiffAction.INSERT));
    }
}
