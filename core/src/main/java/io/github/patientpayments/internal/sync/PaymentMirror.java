package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.sync.Stage.column;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PaymentStage.PAYMENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.PaymentData;
import io.github.patientpayments.Rejection.Code;
import io.github.patientpayments.Rejection.Fault;
import io.github.patientpayments.internal.db.Transaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record1;
import org.jooq.Record8;
import org.jooq.Select;
import org.jooq.SelectSelectStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Compares the staged payments with the mirror, and makes the mirror equal them, with what follows from their patients:
 * a payment is live only if its patient is. Every statement works on a set.
 */
final class PaymentMirror {

    static final Fault UNKNOWN_PATIENT = new Fault("patientId", Code.UNKNOWN_PATIENT);

    private final Transaction transaction;
    private final DSLContext dsl;
    private final Run run;
    private final Tally tally;
    private final Field<Instant> now;

    PaymentMirror(Transaction transaction, Run run, Tally tally) {
        this.transaction = transaction;
        this.dsl = transaction.dsl();
        this.run = run;
        this.tally = tally;
        this.now = val(run.time(), PAYMENTS.UPDATED);
    }

    /** The columns of a staged payment behind its number and status. */
    static @Nullable Object[] staged(PaymentData payment) {
        return new @Nullable Object[] {
            payment.externalId().orElse(null),
            payment.patientExternalId().orElse(null),
            payment.amount().orElse(null)
        };
    }

    /** Staged payments that name nobody who is live. */
    static Condition patientUnknown() {
        return notExists(selectOne()
                .from(PATIENTS)
                .where(PATIENTS.EXTERNAL_ID.eq(PAYMENT_STAGE.PATIENT_EXTERNAL_ID), PATIENTS.DELETED.isNull()));
    }

    /**
     * Missing patients who have a live payment that no staged one moves to somebody who stays. Known before the staged
     * payments are sifted: any valid element that names another live patient will move the payment.
     */
    static Select<Record1<Long>> patientsWhoseDeletionWouldCascade() {
        return select(PAYMENTS.PATIENT_ID)
                .from(PAYMENTS)
                .where(
                        PAYMENTS.DELETED.isNull(),
                        PAYMENTS.PATIENT_ID.in(PatientMirror.ids(Kind.DELETE)),
                        notExists(selectOne()
                                .from(PAYMENT_STAGE)
                                .join(PATIENTS)
                                .on(PATIENTS.EXTERNAL_ID.eq(PAYMENT_STAGE.PATIENT_EXTERNAL_ID))
                                .where(
                                        PAYMENT_STAGE.EXTERNAL_ID.eq(PAYMENTS.EXTERNAL_ID),
                                        PAYMENT_STAGE.STATUS.eq(inline(Stage.VALID)),
                                        PATIENTS.DELETED.isNull(),
                                        PATIENTS.ID.notIn(PatientMirror.ids(Kind.DELETE)))));
    }

    /** Finds what is new, different, back or missing. A row of the diff for each; none for what stays as it is. */
    void compare() {
        Field<Long> liveId = PAYMENTS.ID.as("live_id");
        Field<Instant> liveDeleted = PAYMENTS.DELETED.as("live_deleted");
        Field<Long> livePatientId = PAYMENTS.PATIENT_ID.as("live_patient_id");
        Field<BigDecimal> liveAmount = PAYMENTS.AMOUNT.as("live_amount");
        Table<?> matched = transaction
                .dialect()
                .fullJoin(
                        List.of(
                                PAYMENT_STAGE.RECORD_NO,
                                PAYMENT_STAGE.STATUS,
                                PAYMENT_STAGE.EXTERNAL_ID,
                                PAYMENT_STAGE.PATIENT_EXTERNAL_ID,
                                PAYMENT_STAGE.AMOUNT,
                                liveId,
                                liveDeleted,
                                livePatientId,
                                liveAmount),
                        PAYMENT_STAGE,
                        PAYMENTS,
                        PAYMENT_STAGE.EXTERNAL_ID.eq(PAYMENTS.EXTERNAL_ID),
                        PAYMENT_STAGE.RECORD_NO.isNull());
        Field<BigDecimal> amount = column(matched, PAYMENT_STAGE.AMOUNT);
        Condition missing = column(matched, PAYMENT_STAGE.RECORD_NO).isNull();
        Condition unknown = column(matched, liveId).isNull();
        Condition deleted = column(matched, liveDeleted).isNotNull();
        Condition valid = column(matched, PAYMENT_STAGE.STATUS).eq(inline(Stage.VALID));
        Condition differs = amount.ne(column(matched, liveAmount)).or(PATIENTS.ID.ne(column(matched, livePatientId)));
        insertIntoDiff(select(
                        when(missing, Kind.DELETE.inline())
                                .when(unknown, Kind.INSERT.inline())
                                .when(deleted, Kind.RESTORE.inline())
                                .otherwise(Kind.UPDATE.inline()),
                        column(matched, liveId),
                        column(matched, PAYMENT_STAGE.RECORD_NO),
                        column(matched, PAYMENT_STAGE.EXTERNAL_ID),
                        when(missing, column(matched, livePatientId)).otherwise(PATIENTS.ID),
                        when(missing, column(matched, liveAmount)).otherwise(amount),
                        when(deleted.not(), column(matched, livePatientId)),
                        when(deleted.not(), column(matched, liveAmount)))
                .from(matched)
                .leftJoin(PATIENTS)
                .on(
                        PATIENTS.EXTERNAL_ID.eq(column(matched, PAYMENT_STAGE.PATIENT_EXTERNAL_ID)),
                        PATIENTS.DELETED.isNull())
                .where(missing.andNot(deleted).or(valid.and(unknown.or(deleted).or(differs)))));
    }

    /** Keeps all missing payments: an element without a readable id may be any of them. */
    void withholdDeletions() {
        tally.withheld = dsl.deleteFrom(PAYMENT_DIFF)
                .where(Kind.in(PAYMENT_DIFF.KIND, Kind.DELETE))
                .execute();
    }

    /** What is live, has no row in the diff, and belongs to a patient who goes, goes with the patient. */
    void cascade() {
        insertIntoDiff(asStored(Kind.CASCADE, PAYMENTS.PATIENT_ID, PAYMENTS.AMOUNT)
                .from(PAYMENTS)
                .where(
                        PAYMENTS.DELETED.isNull(),
                        PAYMENTS.PATIENT_ID.in(PatientMirror.ids(Kind.DELETE)),
                        PAYMENTS.ID.notIn(idsInDiff())));
    }

    /** What went with a patient who is live again comes back, unless a set of payments says that it is gone. */
    void returnWithPatient() {
        insertIntoDiff(asStored(Kind.RETURN, castNull(PAYMENTS.PATIENT_ID), castNull(PAYMENTS.AMOUNT))
                .from(PAYMENTS)
                .join(PATIENTS)
                .on(PATIENTS.ID.eq(PAYMENTS.PATIENT_ID), PATIENTS.DELETED.isNull())
                .where(
                        PAYMENTS.CASCADED.isTrue(),
                        PAYMENTS.ID.notIn(idsInDiff()),
                        tally.fullSet ? exists(staged(PAYMENTS.EXTERNAL_ID)) : noCondition()));
    }

    /** What went with its patient and is absent from a set of payments no longer waits for the patient. */
    void clearMarksOfAbsent() {
        dsl.update(PAYMENTS)
                .set(PAYMENTS.CASCADED, false)
                .where(PAYMENTS.CASCADED.isTrue(), notExists(staged(PAYMENTS.EXTERNAL_ID)))
                .execute();
    }

    /** Counts what the diff holds, and what stays though its only elements were rejected. */
    void count() {
        var counts = dsl.select(PAYMENT_DIFF.KIND, DSL.count())
                .from(PAYMENT_DIFF)
                .groupBy(PAYMENT_DIFF.KIND)
                .fetchMap(PAYMENT_DIFF.KIND, DSL.count());
        for (Kind kind : Kind.values()) {
            tally.count(kind, counts.getOrDefault(kind.code(), 0));
        }
        if (tally.rejected > 0) {
            tally.retained = dsl.select(DSL.count())
                    .from(PAYMENT_STAGE)
                    .join(PAYMENTS)
                    .on(PAYMENTS.EXTERNAL_ID.eq(PAYMENT_STAGE.EXTERNAL_ID))
                    .where(
                            PAYMENT_STAGE.STATUS.eq(inline(Stage.REJECTED)),
                            PAYMENTS.DELETED.isNull(),
                            PAYMENTS.ID.notIn(idsInDiff()))
                    .fetchSingle()
                    .value1();
        }
    }

    /** Does what the diff says. */
    void apply() {
        if (tally.of(Kind.UPDATE) + tally.of(Kind.RESTORE) + tally.of(Kind.RETURN) > 0) {
            keepVersions(Kind.UPDATE, Kind.RESTORE, Kind.RETURN);
            writeChanged();
        }
        if (tally.of(Kind.INSERT) > 0) {
            insertNew();
        }
        if (tally.of(Kind.DELETE) + tally.of(Kind.CASCADE) > 0) {
            keepVersions(Kind.DELETE, Kind.CASCADE);
            delete();
        }
        if (tally.counts().changed()) {
            moveTotals();
        }
    }

    private static Select<?> staged(Field<String> externalId) {
        return selectOne().from(PAYMENT_STAGE).where(PAYMENT_STAGE.EXTERNAL_ID.eq(externalId));
    }

    private static Select<Record1<Long>> idsInDiff() {
        return select(PAYMENT_DIFF.ID).from(PAYMENT_DIFF).where(PAYMENT_DIFF.ID.isNotNull());
    }

    private static Select<Record1<Long>> ids(Kind... kinds) {
        return select(PAYMENT_DIFF.ID).from(PAYMENT_DIFF).where(Kind.in(PAYMENT_DIFF.KIND, kinds));
    }

    /** A row of the diff for a payment whose content stays as it is stored. */
    private static SelectSelectStep<Record8<Short, Long, Long, String, Long, BigDecimal, Long, BigDecimal>> asStored(
            Kind kind, Field<Long> oldPatientId, Field<BigDecimal> oldAmount) {
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

    private void keepVersions(Kind... kinds) {
        dsl.insertInto(
                        PAYMENT_VERSIONS,
                        PAYMENT_VERSIONS.PAYMENT_ID,
                        PAYMENT_VERSIONS.FROM_RUN,
                        PAYMENT_VERSIONS.TO_RUN,
                        PAYMENT_VERSIONS.DELETED,
                        PAYMENT_VERSIONS.PATIENT_ID,
                        PAYMENT_VERSIONS.AMOUNT)
                .select(select(
                                PAYMENTS.ID,
                                PAYMENTS.CHANGED_RUN,
                                inline(run.number()),
                                field(PAYMENTS.DELETED.isNotNull()),
                                PAYMENTS.PATIENT_ID,
                                PAYMENTS.AMOUNT)
                        .from(PAYMENTS)
                        .where(PAYMENTS.ID.in(ids(kinds))))
                .execute();
    }

    private void writeChanged() {
        dsl.mergeInto(PAYMENTS)
                .using(PAYMENT_DIFF)
                .on(PAYMENTS.ID.eq(PAYMENT_DIFF.ID), Kind.in(PAYMENT_DIFF.KIND, Kind.UPDATE, Kind.RESTORE, Kind.RETURN))
                .whenMatchedThenUpdate()
                .set(PAYMENTS.UPDATED, now)
                .setNull(PAYMENTS.DELETED)
                .set(PAYMENTS.CASCADED, false)
                .set(PAYMENTS.CHANGED_RUN, run.number())
                .set(PAYMENTS.PATIENT_ID, PAYMENT_DIFF.PATIENT_ID)
                .set(PAYMENTS.AMOUNT, PAYMENT_DIFF.AMOUNT)
                .execute();
    }

    private void insertNew() {
        long lastId = transaction.state().getLastPaymentId();
        dsl.insertInto(
                        PAYMENTS,
                        PAYMENTS.ID,
                        PAYMENTS.CREATED,
                        PAYMENTS.UPDATED,
                        PAYMENTS.CHANGED_RUN,
                        PAYMENTS.EXTERNAL_ID,
                        PAYMENTS.PATIENT_ID,
                        PAYMENTS.AMOUNT,
                        PAYMENTS.CASCADED)
                .select(select(
                                inline(lastId).plus(rowNumber().over().orderBy(PAYMENT_DIFF.RECORD_NO)),
                                now,
                                now,
                                inline(run.number()),
                                PAYMENT_DIFF.EXTERNAL_ID,
                                PAYMENT_DIFF.PATIENT_ID,
                                PAYMENT_DIFF.AMOUNT,
                                inline(false))
                        .from(PAYMENT_DIFF)
                        .where(Kind.in(PAYMENT_DIFF.KIND, Kind.INSERT)))
                .execute();
        transaction.state().setLastPaymentId(lastId + tally.of(Kind.INSERT));
    }

    private void delete() {
        dsl.mergeInto(PAYMENTS)
                .using(PAYMENT_DIFF)
                .on(PAYMENTS.ID.eq(PAYMENT_DIFF.ID), Kind.in(PAYMENT_DIFF.KIND, Kind.DELETE, Kind.CASCADE))
                .whenMatchedThenUpdate()
                .set(PAYMENTS.UPDATED, now)
                .set(PAYMENTS.DELETED, now)
                .set(PAYMENTS.CASCADED, field(Kind.in(PAYMENT_DIFF.KIND, Kind.CASCADE)))
                .set(PAYMENTS.CHANGED_RUN, run.number())
                .execute();
    }

    /** Adds to each patient's total what came and takes off what went: at 10 million payments, all else is too slow. */
    private void moveTotals() {
        Field<Long> patientId = PAYMENT_DIFF.PATIENT_ID.as("of_patient");
        Field<BigDecimal> amount = PAYMENT_DIFF.AMOUNT.as("moved_amount");
        Field<Integer> payments = inline(1).as("moved_payments");
        Table<?> moves = select(patientId, amount, payments)
                .from(PAYMENT_DIFF)
                .where(Kind.in(PAYMENT_DIFF.KIND, Kind.INSERT, Kind.UPDATE, Kind.RESTORE, Kind.RETURN))
                .unionAll(select(PAYMENT_DIFF.OLD_PATIENT_ID, PAYMENT_DIFF.OLD_AMOUNT.neg(), inline(-1))
                        .from(PAYMENT_DIFF)
                        .where(PAYMENT_DIFF.OLD_PATIENT_ID.isNotNull()))
                .asTable("moves");
        Field<BigDecimal> sum = sum(column(moves, amount)).as("moved_sum");
        Field<BigDecimal> count = sum(column(moves, payments)).as("moved_count");
        Table<?> sums = select(column(moves, patientId), sum, count)
                .from(moves)
                .groupBy(column(moves, patientId))
                .having(sum(column(moves, amount))
                        .ne(inline(BigDecimal.ZERO))
                        .or(sum(column(moves, payments)).ne(inline(BigDecimal.ZERO))))
                .asTable("sums");
        dsl.mergeInto(PATIENTS)
                .using(sums)
                .on(PATIENTS.ID.eq(column(sums, patientId)))
                .whenMatchedThenUpdate()
                .set(PATIENTS.PAYMENT_TOTAL, PATIENTS.PAYMENT_TOTAL.plus(column(sums, sum)))
                .set(PATIENTS.PAYMENT_COUNT, PATIENTS.PAYMENT_COUNT.plus(column(sums, count)))
                .execute();
    }
}
