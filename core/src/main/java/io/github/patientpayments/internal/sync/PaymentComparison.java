package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.internal.db.Subqueries.exists;
import static io.github.patientpayments.internal.db.Subqueries.notExists;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PaymentStage.PAYMENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.runlog.RejectionValue;
import io.github.patientpayments.internal.runlog.Run;
import io.github.patientpayments.jooq.internal.tables.Patients;
import io.github.patientpayments.jooq.internal.tables.PaymentStage;
import io.github.patientpayments.sync.Rejection.Code;
import io.github.patientpayments.sync.Rejection.Fault;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record10;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.SelectConditionStep;
import org.jooq.SelectSelectStep;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Compares the staged payments with the mirror, and cascades deletions of patients: a payment is live only if its
 * patient is. The result is the diff: a row for each payment that has to be written.
 */
final class PaymentComparison extends SetComparison {

    private static final Fault UNKNOWN_PATIENT = new Fault("patientId", Code.UNKNOWN_PATIENT);

    PaymentComparison(Transaction transaction, SetCounter counter) {
        super(transaction, RecordTables.PAYMENTS, counter);
    }

    /** Stages the elements of deleted patients that are not staged because their payments are live. */
    void stageWithoutPatient(StagingTable stage) {
        KnownRecords known = counter.set().known();
        if (known != null) {
            known.stagePaymentsOfDeletedPatients(stage);
        }
    }

    /** Leaves one valid payment for each id in the stage. */
    void reject(StagingTable stage, Run run, SetCounter patients, int maxStoredRejections) {
        stage.reject(patientUnknown(), UNKNOWN_PATIENT, counter);
        stage.deduplicate(run, counter, Math.max(0, maxStoredRejections - patients.rejected()));
        countRejectedWithPatients(patients);
    }

    /** Staged payments that name a patient who is not live. Deletions of a delta name none. */
    private static Condition patientUnknown() {
        return PAYMENT_STAGE
                .PATIENT_EXTERNAL_ID
                .isNotNull()
                .and(notExists(selectOne()
                        .from(PATIENTS)
                        .where(PATIENTS.EXTERNAL_ID.eq(PAYMENT_STAGE.PATIENT_EXTERNAL_ID), PATIENTS.DELETED.isNull())));
    }

    /**
     * Missing patients with a live payment that no staged element moves to a patient that stays. The stage need not be
     * deduplicated for this: any valid element with another live patient will move the payment.
     */
    static Select<Record1<Long>> patientsWhoseDeletionWouldCascade() {
        return payersOfUnmovedPayments(DiffAction.in(PATIENT_DIFF.KIND, DiffAction.DELETE));
    }

    /** Undecided patients who still have a live payment once the staged ones have been applied. They stay then. */
    static Select<Record1<Long>> undecidedPatientsWhoKeepAPayment() {
        PaymentStage earlier = PAYMENT_STAGE.as("earlier");
        Patients earlierPayer = PATIENTS.as("earlier_payer");
        return payersOfUnmovedPayments(PatientComparison.isUndecided())
                .union(select(PATIENTS.ID)
                        .from(PAYMENT_STAGE)
                        .join(PATIENTS)
                        .on(namesStaying(PAYMENT_STAGE, PATIENTS))
                        .join(PATIENT_DIFF)
                        .on(PATIENT_DIFF.ID.eq(PATIENTS.ID), PatientComparison.isUndecided())
                        .where(notExists(selectOne()
                                .from(earlier)
                                .join(earlierPayer)
                                .on(namesStaying(earlier, earlierPayer))
                                .where(
                                        earlier.EXTERNAL_ID.eq(PAYMENT_STAGE.EXTERNAL_ID),
                                        earlier.RECORD_NO.lt(PAYMENT_STAGE.RECORD_NO)))));
    }

    private static Select<Record1<Long>> payersOfUnmovedPayments(Condition payers) {
        return selectDistinct(PATIENT_DIFF.ID)
                .from(PATIENT_DIFF)
                .join(PAYMENTS)
                .on(PAYMENTS.PATIENT_ID.eq(PATIENT_DIFF.ID))
                .where(
                        payers,
                        PAYMENTS.DELETED.isNull(),
                        notExists(selectOne()
                                .from(PAYMENT_STAGE)
                                .join(PATIENTS)
                                .on(namesStaying(PAYMENT_STAGE, PATIENTS))
                                .where(PAYMENT_STAGE.EXTERNAL_ID.eq(PAYMENTS.EXTERNAL_ID))));
    }

    /** Whether a valid element names a live patient who is not missing; undecided ones count as staying. */
    private static Condition namesStaying(PaymentStage element, Patients payer) {
        return payer.EXTERNAL_ID
                .eq(element.PATIENT_EXTERNAL_ID)
                .and(element.STATUS.eq(inline(StagingTable.VALID)))
                .and(payer.DELETED.isNull())
                .and(notExists(PatientComparison.missing(payer.ID)));
    }

    /**
     * Finds the payments that are new, changed, restored or deleted (missing from a full set, deleted by a delta, or
     * assigned to an erased patient). Unchanged payments have no row in the diff, nor have those of a first set, which
     * are all new.
     */
    void compare() {
        if (!counter.set().first()) {
            compare(this::insertChanged);
        }
    }

    private void insertChanged() {
        Field<Long> livePatientId = PAYMENTS.PATIENT_ID.as("live_patient_id");
        Field<BigDecimal> liveAmount = PAYMENTS.AMOUNT.as("live_amount");
        Field<LocalDate> livePaidOn = PAYMENTS.PAID_ON.as("live_paid_on");
        Field<Boolean> isDeletion = field(deletion()).as("is_deletion");
        Matched matched = match(List.of(
                PAYMENT_STAGE.PATIENT_EXTERNAL_ID,
                PAYMENT_STAGE.AMOUNT,
                PAYMENT_STAGE.PAID_ON,
                PAYMENT_STAGE.CONTENT_HASH,
                isDeletion,
                livePatientId,
                liveAmount,
                livePaidOn));
        Table<?> rows = matched.rows();
        Field<BigDecimal> amount = column(rows, PAYMENT_STAGE.AMOUNT);
        Field<LocalDate> paidOn = column(rows, PAYMENT_STAGE.PAID_ON);
        Condition missing = matched.isMissing().and(counter.set().scope().contains(column(rows, livePaidOn)));
        Condition toDelete = missing.or(column(rows, isDeletion).isTrue());
        Condition unknown = matched.isUnknown();
        Condition tombstone = matched.isDeleted();
        Condition differs = amount.ne(column(rows, liveAmount))
                .or(PATIENTS.ID.ne(column(rows, livePatientId)))
                .or(paidOn.isDistinctFrom(column(rows, livePaidOn)));
        insertIntoDiff(select(
                        when(matched.hasStatus(StagingTable.SUPPRESSED), DiffAction.SUPPRESS.inline())
                                .when(toDelete, DiffAction.DELETE.inline())
                                .when(unknown, DiffAction.INSERT.inline())
                                .when(tombstone, DiffAction.RESTORE.inline())
                                .otherwise(DiffAction.UPDATE.inline()),
                        matched.liveId(),
                        matched.recordNo(),
                        matched.externalId(),
                        when(toDelete, column(rows, livePatientId)).otherwise(PATIENTS.ID),
                        when(toDelete, column(rows, liveAmount)).otherwise(amount),
                        when(toDelete, column(rows, livePaidOn)).otherwise(paidOn),
                        when(tombstone.not(), column(rows, livePatientId)),
                        when(tombstone.not(), column(rows, liveAmount)),
                        column(rows, PAYMENT_STAGE.CONTENT_HASH))
                .from(rows)
                .leftJoin(PATIENTS)
                .on(PATIENTS.EXTERNAL_ID.eq(column(rows, PAYMENT_STAGE.PATIENT_EXTERNAL_ID)), PATIENTS.DELETED.isNull())
                .where(toDelete.andNot(unknown)
                        .andNot(tombstone)
                        .or(matched.isValid()
                                .andNot(toDelete)
                                .and(unknown.or(tombstone).or(differs)))));
    }

    /** Deletes the live payments of deleted patients, unless the diff has another row for them. */
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

    /**
     * Restores the cascaded payments of patients that this run restores. A full set of payments decides by itself: of
     * live patients, those return that are in the set, though rejected. Outside its scope it decides nothing. In a
     * later run without a full set none returns, since no set has held it.
     */
    void returnWithPatient(SetCounter patients) {
        if (!counter.set().fullSet() && patients.of(DiffAction.RESTORE) == 0) {
            return;
        }
        insertIntoDiff(asStored(DiffAction.RETURN, castNull(PAYMENTS.PATIENT_ID), castNull(PAYMENTS.AMOUNT))
                .from(PAYMENTS)
                .join(PATIENTS)
                .on(PATIENTS.ID.eq(PAYMENTS.PATIENT_ID), PATIENTS.DELETED.isNull())
                .where(
                        PAYMENTS.CASCADED.isTrue(),
                        notExists(inDiff()),
                        counter.set().fullSet() ? presentOrNotDecided() : exists(restoredPatient())));
    }

    /** An alternative only if there is a scope: PostgreSQL joins by a single EXISTS, and by no alternative of two. */
    private Condition presentOrNotDecided() {
        PaymentScope scope = counter.set().scope();
        return scope.isAll()
                ? exists(present())
                : exists(present()).or(scope.excludes(PAYMENTS.PAID_ON).and(exists(restoredPatient())));
    }

    /** Cascaded payments that the set itself now says are deleted no longer return with their patients. */
    void clearCascaded() {
        if (!counter.set().fullSet() && counter.set().deletions() + counter.suppressed() == 0) {
            return;
        }
        Condition deletedBySet = counter.set().fullSet()
                ? notExists(present()).and(inScopeOrSuppressed())
                : exists(staged().and(deletion()));
        counter.writeUncounted(dsl.update(PAYMENTS)
                .set(PAYMENTS.CASCADED, false)
                .where(PAYMENTS.CASCADED.isTrue(), deletedBySet)
                .execute());
    }

    /** The valid payments of a first set, as they are inserted. */
    static Table<?> newPayments() {
        return select(
                        PAYMENT_STAGE.RECORD_NO,
                        PAYMENT_STAGE.EXTERNAL_ID,
                        PATIENTS.ID.as(PAYMENT_DIFF.PATIENT_ID),
                        PAYMENT_STAGE.AMOUNT,
                        PAYMENT_STAGE.PAID_ON,
                        PAYMENT_STAGE.CONTENT_HASH)
                .from(PAYMENT_STAGE)
                .join(PATIENTS)
                .on(PATIENTS.EXTERNAL_ID.eq(PAYMENT_STAGE.PATIENT_EXTERNAL_ID))
                .where(PAYMENT_STAGE.STATUS.eq(inline(StagingTable.VALID)))
                .asTable("new_payments");
    }

    /** Counts the rows of the diff, and the records that stay although their only elements were rejected. */
    void count() {
        countAdded();
        countUnknownDeletions();
        countRetained(notExists(inDiff()));
    }

    /**
     * Counts the payments that have no other fault than a patient of whom this input has rejected elements alone, and
     * of which the mirror has no earlier version that stays.
     */
    private void countRejectedWithPatients(SetCounter patients) {
        if (patients.rejected() == 0 || counter.rejected() == 0) {
            return;
        }
        Field<BigDecimal> amount = sum(PAYMENT_STAGE.AMOUNT);
        Record2<Integer, BigDecimal> lost = dsl.select(DSL.count(), amount)
                .from(PAYMENT_STAGE)
                .join(PATIENT_STAGE)
                .on(PATIENT_STAGE.EXTERNAL_ID.eq(PAYMENT_STAGE.PATIENT_EXTERNAL_ID))
                .leftJoin(PAYMENTS)
                .on(PAYMENTS.EXTERNAL_ID.eq(PAYMENT_STAGE.EXTERNAL_ID), PAYMENTS.DELETED.isNull())
                .where(
                        PAYMENTS.ID.isNull(),
                        PAYMENT_STAGE.STATUS.eq(inline(StagingTable.REJECTED)),
                        PAYMENT_STAGE.FAULTS.eq(inline(RejectionValue.encode(List.of(UNKNOWN_PATIENT)))),
                        PATIENT_STAGE.STATUS.eq(inline(StagingTable.REJECTED)))
                .fetchSingle();
        counter.rejectWithPatients(lost.value1(), Objects.requireNonNullElse(lost.value2(), BigDecimal.ZERO));
    }

    private static SelectConditionStep<?> staged() {
        return selectOne().from(PAYMENT_STAGE).where(PAYMENT_STAGE.EXTERNAL_ID.eq(PAYMENTS.EXTERNAL_ID));
    }

    private static Select<?> restoredPatient() {
        return selectOne()
                .from(PATIENT_DIFF)
                .where(PATIENT_DIFF.ID.eq(PAYMENTS.PATIENT_ID), DiffAction.in(PATIENT_DIFF.KIND, DiffAction.RESTORE));
    }

    private static Select<?> present() {
        return staged().andNot(deletion());
    }

    /** A staged element that is a deletion. */
    private static Condition deletion() {
        Condition named = PAYMENT_STAGE.STATUS.eq(inline(StagingTable.VALID)).and(PAYMENT_STAGE.DELETION.isTrue());
        return named.or(PAYMENT_STAGE.STATUS.eq(inline(StagingTable.SUPPRESSED)));
    }

    /** Not as NOT IN: PostgreSQL scans a list that is too long to be hashed once for every row. */
    private static Select<?> inDiff() {
        return selectOne().from(PAYMENT_DIFF).where(PAYMENT_DIFF.ID.eq(PAYMENTS.ID));
    }

    /** The set says of a suppressed payment, too, that it is not the stored one any more, wherever the scope begins. */
    private Condition inScopeOrSuppressed() {
        Condition inScope = counter.set().scope().contains(PAYMENTS.PAID_ON);
        return counter.set().scope().isAll() || counter.suppressed() == 0
                ? inScope
                : inScope.or(exists(staged().and(deletion())));
    }

    /** A row of the diff for a payment whose content does not change. */
    private static SelectSelectStep<
                    Record10<Short, Long, Long, String, Long, BigDecimal, LocalDate, Long, BigDecimal, UUID>>
            asStored(DiffAction action, Field<Long> oldPatientId, Field<BigDecimal> oldAmount) {
        return select(
                action.inline(),
                PAYMENTS.ID,
                castNull(PAYMENT_DIFF.RECORD_NO),
                PAYMENTS.EXTERNAL_ID,
                PAYMENTS.PATIENT_ID,
                PAYMENTS.AMOUNT,
                PAYMENTS.PAID_ON,
                oldPatientId,
                oldAmount,
                PAYMENTS.CONTENT_HASH);
    }

    private void insertIntoDiff(
            Select<Record10<Short, Long, Long, String, Long, BigDecimal, LocalDate, Long, BigDecimal, UUID>> rows) {
        addToDiff(dsl.insertInto(PAYMENT_DIFF)
                .columns(
                        PAYMENT_DIFF.KIND,
                        PAYMENT_DIFF.ID,
                        PAYMENT_DIFF.RECORD_NO,
                        PAYMENT_DIFF.EXTERNAL_ID,
                        PAYMENT_DIFF.PATIENT_ID,
                        PAYMENT_DIFF.AMOUNT,
                        PAYMENT_DIFF.PAID_ON,
                        PAYMENT_DIFF.OLD_PATIENT_ID,
                        PAYMENT_DIFF.OLD_AMOUNT,
                        PAYMENT_DIFF.CONTENT_HASH)
                .select(rows));
    }
}
