package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PaymentStage.PAYMENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.PaymentData;
import io.github.patientpayments.internal.db.Dialect;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.sync.Rejection.Code;
import io.github.patientpayments.sync.Rejection.Fault;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record8;
import org.jooq.Select;
import org.jooq.SelectConditionStep;
import org.jooq.SelectSelectStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Compares the staged payments with the mirror, and finds what follows from their patients: a payment is live only if
 * its patient is. What it finds stands in the diff: a row for each payment to which something is to happen.
 */
final class PaymentComparison {

    static final Fault UNKNOWN_PATIENT = new Fault("patientId", Code.UNKNOWN_PATIENT);

    private final Transaction transaction;
    private final DSLContext dsl;
    private final SetCounter tally;

    PaymentComparison(Transaction transaction, SetCounter tally) {
        this.transaction = transaction;
        this.dsl = transaction.dsl();
        this.tally = tally;
    }

    /** The columns of a staged payment behind its number, status and faults. */
    static @Nullable Object[] staged(PaymentData payment) {
        return new @Nullable Object[] {
            payment.externalId().orElse(null),
            payment.patientExternalId().orElse(null),
            payment.amount().orElse(null),
            payment.isDeletion()
        };
    }

    /** Staged payments that name nobody who is live. */
    static Condition patientUnknown() {
        return PAYMENT_STAGE
                .DELETION
                .isFalse()
                .and(notExists(selectOne()
                        .from(PATIENTS)
                        .where(PATIENTS.EXTERNAL_ID.eq(PAYMENT_STAGE.PATIENT_EXTERNAL_ID), PATIENTS.DELETED.isNull())));
    }

    /**
     * Missing patients who have a live payment that no staged one moves to somebody who stays. Known before the staged
     * payments are sifted: any valid element that names another live patient will move the payment.
     */
    static Select<Record1<Long>> patientsWhoseDeletionWouldCascade() {
        return selectDistinct(PAYMENTS.PATIENT_ID)
                .from(PATIENT_DIFF)
                .join(PAYMENTS)
                .on(PAYMENTS.PATIENT_ID.eq(PATIENT_DIFF.ID))
                .where(
                        DiffAction.in(PATIENT_DIFF.KIND, DiffAction.DELETE),
                        PAYMENTS.DELETED.isNull(),
                        notExists(selectOne()
                                .from(PAYMENT_STAGE)
                                .join(PATIENTS)
                                .on(PATIENTS.EXTERNAL_ID.eq(PAYMENT_STAGE.PATIENT_EXTERNAL_ID))
                                .where(
                                        PAYMENT_STAGE.EXTERNAL_ID.eq(PAYMENTS.EXTERNAL_ID),
                                        PAYMENT_STAGE.STATUS.eq(inline(StagingTable.VALID)),
                                        PATIENTS.DELETED.isNull(),
                                        notExists(PatientComparison.missing(PATIENTS.ID)))));
    }

    /**
     * Finds what is new, different, back or gone: missing from a full set, named by a delta, or said to be an erased
     * patient's. A row of the diff for each; none for what stays as it is.
     */
    void compare() {
        Field<Long> liveId = PAYMENTS.ID.as("live_id");
        Field<Instant> liveDeleted = PAYMENTS.DELETED.as("live_deleted");
        Field<Long> livePatientId = PAYMENTS.PATIENT_ID.as("live_patient_id");
        Field<BigDecimal> liveAmount = PAYMENTS.AMOUNT.as("live_amount");
        Field<Boolean> goneField = field(gone()).as("gone");
        List<Field<?>> columns = List.of(
                PAYMENT_STAGE.RECORD_NO,
                PAYMENT_STAGE.STATUS,
                PAYMENT_STAGE.EXTERNAL_ID,
                PAYMENT_STAGE.PATIENT_EXTERNAL_ID,
                PAYMENT_STAGE.AMOUNT,
                goneField,
                liveId,
                liveDeleted,
                livePatientId,
                liveAmount);
        Condition sameId = PAYMENT_STAGE.EXTERNAL_ID.eq(PAYMENTS.EXTERNAL_ID);
        Table<?> matched = tally.fullSet
                ? transaction
                        .dialect()
                        .fullJoin(columns, PAYMENT_STAGE, PAYMENTS, sameId, PAYMENT_STAGE.RECORD_NO.isNull())
                : Dialect.leftJoin(columns, PAYMENT_STAGE, PAYMENTS, sameId);
        Field<BigDecimal> amount = column(matched, PAYMENT_STAGE.AMOUNT);
        Condition gone = column(matched, PAYMENT_STAGE.RECORD_NO)
                .isNull()
                .or(column(matched, goneField).isTrue());
        Condition suppressed = column(matched, PAYMENT_STAGE.STATUS).eq(inline(StagingTable.SUPPRESSED));
        Condition unknown = column(matched, liveId).isNull();
        Condition deleted = column(matched, liveDeleted).isNotNull();
        Condition valid = column(matched, PAYMENT_STAGE.STATUS).eq(inline(StagingTable.VALID));
        Condition differs = amount.ne(column(matched, liveAmount)).or(PATIENTS.ID.ne(column(matched, livePatientId)));
        insertIntoDiff(select(
                        when(suppressed, DiffAction.SUPPRESS.inline())
                                .when(gone, DiffAction.DELETE.inline())
                                .when(unknown, DiffAction.INSERT.inline())
                                .when(deleted, DiffAction.RESTORE.inline())
                                .otherwise(DiffAction.UPDATE.inline()),
                        column(matched, liveId),
                        column(matched, PAYMENT_STAGE.RECORD_NO),
                        column(matched, PAYMENT_STAGE.EXTERNAL_ID),
                        when(gone, column(matched, livePatientId)).otherwise(PATIENTS.ID),
                        when(gone, column(matched, liveAmount)).otherwise(amount),
                        when(deleted.not(), column(matched, livePatientId)),
                        when(deleted.not(), column(matched, liveAmount)))
                .from(matched)
                .leftJoin(PATIENTS)
                .on(
                        PATIENTS.EXTERNAL_ID.eq(column(matched, PAYMENT_STAGE.PATIENT_EXTERNAL_ID)),
                        PATIENTS.DELETED.isNull())
                .where(gone.andNot(unknown)
                        .andNot(deleted)
                        .or(valid.andNot(gone).and(unknown.or(deleted).or(differs)))));
    }

    /** Keeps all missing payments: an element without a readable id may be any of them. */
    void withholdDeletions() {
        tally.withhold(dsl.deleteFrom(PAYMENT_DIFF)
                .where(DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.DELETE, DiffAction.SUPPRESS))
                .execute());
    }

    /** What is live, has no row in the diff, and belongs to a patient who goes, goes with the patient. */
    void cascade() {
        insertIntoDiff(asStored(DiffAction.CASCADE, PAYMENTS.PATIENT_ID, PAYMENTS.AMOUNT)
                .from(PATIENT_DIFF)
                .join(PAYMENTS)
                .on(PAYMENTS.PATIENT_ID.eq(PATIENT_DIFF.ID))
                .where(
                        DiffAction.in(PATIENT_DIFF.KIND, DiffAction.DELETE),
                        PAYMENTS.DELETED.isNull(),
                        notExists(inDiff())));
    }

    /** What went with a patient who is live again comes back, unless a set of payments says that it is gone. */
    void returnWithPatient() {
        insertIntoDiff(asStored(DiffAction.RETURN, castNull(PAYMENTS.PATIENT_ID), castNull(PAYMENTS.AMOUNT))
                .from(PAYMENTS)
                .join(PATIENTS)
                .on(PATIENTS.ID.eq(PAYMENTS.PATIENT_ID), PATIENTS.DELETED.isNull())
                .where(
                        PAYMENTS.CASCADED.isTrue(),
                        notExists(inDiff()),
                        tally.fullSet ? exists(present()) : noCondition()));
    }

    /** What went with its patient, and by itself too, no longer waits for the patient. */
    void clearMarks() {
        Condition gone = tally.fullSet ? notExists(present()) : exists(staged().and(gone()));
        tally.marksCleared = dsl.update(PAYMENTS)
                .set(PAYMENTS.CASCADED, false)
                .where(PAYMENTS.CASCADED.isTrue(), gone)
                .execute();
    }

    /** Counts what the diff holds, and what stays though its only elements were rejected. */
    void count() {
        tally.countKinds(dsl, PAYMENT_DIFF);
        if (tally.rejected > 0) {
            tally.retained = dsl.select(DSL.count())
                    .from(PAYMENT_STAGE)
                    .join(PAYMENTS)
                    .on(PAYMENTS.EXTERNAL_ID.eq(PAYMENT_STAGE.EXTERNAL_ID))
                    .where(
                            PAYMENT_STAGE.STATUS.eq(inline(StagingTable.REJECTED)),
                            PAYMENTS.DELETED.isNull(),
                            notExists(inDiff()))
                    .fetchSingle()
                    .value1();
        }
    }

    private static SelectConditionStep<?> staged() {
        return selectOne().from(PAYMENT_STAGE).where(PAYMENT_STAGE.EXTERNAL_ID.eq(PAYMENTS.EXTERNAL_ID));
    }

    private static Select<?> present() {
        return staged().andNot(gone());
    }

    /** A staged element that says of its payment that it is gone. */
    private static Condition gone() {
        Condition named = PAYMENT_STAGE.STATUS.eq(inline(StagingTable.VALID)).and(PAYMENT_STAGE.DELETION.isTrue());
        return named.or(PAYMENT_STAGE.STATUS.eq(inline(StagingTable.SUPPRESSED)));
    }

    /** Not as NOT IN: where its list is too long to be hashed, PostgreSQL reads it once for every row. */
    private static Select<?> inDiff() {
        return selectOne().from(PAYMENT_DIFF).where(PAYMENT_DIFF.ID.eq(PAYMENTS.ID));
    }

    /** A row of the diff for a payment whose content stays as it is stored. */
    private static SelectSelectStep<Record8<Short, Long, Long, String, Long, BigDecimal, Long, BigDecimal>> asStored(
            DiffAction kind, Field<Long> oldPatientId, Field<BigDecimal> oldAmount) {
        return select(
                kind.inline(),
                PAYMENTS.ID,
                castNull(PAYMENT_DIFF.RECORD_NO),
                PAYMENTS.EXTERNAL_ID,
                PAYMENTS.PATIENT_ID,
                PAYMENTS.AMOUNT,
                oldPatientId,
                oldAmount);
    }

    private void insertIntoDiff(Select<Record8<Short, Long, Long, String, Long, BigDecimal, Long, BigDecimal>> rows) {
        dsl.insertInto(PAYMENT_DIFF)
                .columns(
                        PAYMENT_DIFF.KIND,
                        PAYMENT_DIFF.ID,
                        PAYMENT_DIFF.RECORD_NO,
                        PAYMENT_DIFF.EXTERNAL_ID,
                        PAYMENT_DIFF.PATIENT_ID,
                        PAYMENT_DIFF.AMOUNT,
                        PAYMENT_DIFF.OLD_PATIENT_ID,
                        PAYMENT_DIFF.OLD_AMOUNT)
                .select(rows)
                .execute();
    }
}
