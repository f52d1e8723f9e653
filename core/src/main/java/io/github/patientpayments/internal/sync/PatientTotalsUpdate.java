package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientTotals.PATIENT_TOTALS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.castNull;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.internal.db.Transaction;
import java.math.BigDecimal;
import java.util.function.BiFunction;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record4;
import org.jooq.Select;
import org.jooq.Table;

/**
 * Adjusts the totals of the patients by both diffs, once all records are written. Recomputing the totals is too slow at
 * ten million payments.
 */
final class PatientTotalsUpdate {

    private static final Field<Long> PATIENT_ID = PATIENT_TOTALS.PATIENT_ID.as("of_patient");
    private static final Field<BigDecimal> AMOUNT = PAYMENT_DIFF.AMOUNT.as("moved_amount");
    private static final Field<Integer> PAYMENT = inline(1).as("moved_payments");
    private static final Field<BigDecimal> ADDED = PAYMENT_DIFF.AMOUNT.as("added_amount");
    private static final Field<BigDecimal> NO_MONEY = inline(BigDecimal.ZERO);
    private static final Field<BigDecimal> NOTHING = castNull(PAYMENT_DIFF.AMOUNT);

    private final Transaction transaction;
    private final DSLContext dsl;
    private final SetCounter patients;
    private final SetCounter payments;
    private final long lastPatientId;

    PatientTotalsUpdate(Transaction transaction, SetCounter patients, SetCounter payments) {
        this.transaction = transaction;
        this.dsl = transaction.dsl();
        this.patients = patients;
        this.payments = payments;
        this.lastPatientId = transaction.state().getLastPatientId();
    }

    /**
     * Leaves one row for each live patient. Those of deleted patients go last, since their payments went too. By a
     * join, not by IN: H2 would evaluate the subquery again for every row.
     */
    void apply() {
        if (patients.of(DiffAction.INSERT, DiffAction.RESTORE) > 0
                || payments.counts().isChanged()) {
            addMoves();
        }
        if (patients.of(DiffAction.DELETIONS) > 0) {
            dsl.mergeInto(PATIENT_TOTALS)
                    .using(PATIENT_DIFF)
                    .on(
                            PATIENT_TOTALS.PATIENT_ID.eq(PATIENT_DIFF.ID),
                            DiffAction.in(PATIENT_DIFF.KIND, DiffAction.DELETIONS))
                    .whenMatchedThenDelete()
                    .execute();
        }
        if (lost() == 0) {
            return;
        }
        if (lost() <= KnownRecords.FEW) {
            transaction.dialect().compareFewRows(dsl, this::findNewExtremes);
        } else {
            findNewExtremes();
        }
    }

    /** Payments that their patients no longer have, or not with that amount. Others have no old content. */
    private long lost() {
        return payments.of(DiffAction.UPDATE) + payments.of(DiffAction.DELETIONS);
    }

    private void addMoves() {
        Table<?> moves = moves().asTable("moves");
        Field<BigDecimal> amount = sum(column(moves, AMOUNT)).as("moved_sum");
        Field<BigDecimal> number = sum(column(moves, PAYMENT)).as("moved_count");
        Field<BigDecimal> smallest = min(column(moves, ADDED)).as("smallest_added");
        Field<BigDecimal> greatest = max(column(moves, ADDED)).as("greatest_added");
        Table<?> sums = select(column(moves, PATIENT_ID), amount, number, smallest, greatest)
                .from(moves)
                .groupBy(column(moves, PATIENT_ID))
                .asTable("sums");
        Field<BigDecimal> total = column(sums, amount);
        Field<Long> count = column(sums, number).coerce(PATIENT_TOTALS.PAYMENT_COUNT);
        dsl.mergeInto(PATIENT_TOTALS)
                .using(sums)
                .on(PATIENT_TOTALS.PATIENT_ID.eq(column(sums, PATIENT_ID)))
                .whenMatchedThenUpdate()
                .set(PATIENT_TOTALS.PAYMENT_TOTAL, PATIENT_TOTALS.PAYMENT_TOTAL.plus(total))
                .set(PATIENT_TOTALS.PAYMENT_COUNT, PATIENT_TOTALS.PAYMENT_COUNT.plus(count))
                .set(
                        PATIENT_TOTALS.SMALLEST_AMOUNT,
                        better(PATIENT_TOTALS.SMALLEST_AMOUNT, column(sums, smallest), Field::lt))
                .set(
                        PATIENT_TOTALS.GREATEST_AMOUNT,
                        better(PATIENT_TOTALS.GREATEST_AMOUNT, column(sums, greatest), Field::gt))
                .whenNotMatchedThenInsert(
                        PATIENT_TOTALS.PATIENT_ID,
                        PATIENT_TOTALS.PAYMENT_TOTAL,
                        PATIENT_TOTALS.PAYMENT_COUNT,
                        PATIENT_TOTALS.SMALLEST_AMOUNT,
                        PATIENT_TOTALS.GREATEST_AMOUNT)
                .values(column(sums, PATIENT_ID), total, count, column(sums, smallest), column(sums, greatest))
                .execute();
    }

    private static Field<BigDecimal> better(
            Field<BigDecimal> before,
            Field<BigDecimal> added,
            BiFunction<Field<BigDecimal>, Field<BigDecimal>, Condition> isBetter) {
        return when(before.isNull().or(isBetter.apply(added, before)), added).otherwise(before);
    }

    /** Of the patients who no longer have a payment that was, or was as good as, the smallest or the greatest one. */
    private void findNewExtremes() {
        Field<Long> patientId = PATIENT_TOTALS.PATIENT_ID.as("lost_by");
        Table<?> losers = selectDistinct(PATIENT_TOTALS.PATIENT_ID.as(patientId))
                .from(PAYMENT_DIFF)
                .join(PATIENT_TOTALS)
                .on(PATIENT_TOTALS.PATIENT_ID.eq(PAYMENT_DIFF.OLD_PATIENT_ID))
                .where(PAYMENT_DIFF
                        .OLD_AMOUNT
                        .le(PATIENT_TOTALS.SMALLEST_AMOUNT)
                        .or(PAYMENT_DIFF.OLD_AMOUNT.ge(PATIENT_TOTALS.GREATEST_AMOUNT)))
                .asTable("losers");
        Field<BigDecimal> smallest = min(PAYMENTS.AMOUNT).as("smallest_left");
        Field<BigDecimal> greatest = max(PAYMENTS.AMOUNT).as("greatest_left");
        Table<?> left = select(column(losers, patientId), smallest, greatest)
                .from(losers)
                .leftJoin(PAYMENTS)
                .on(PAYMENTS.PATIENT_ID.eq(column(losers, patientId)), PAYMENTS.DELETED.isNull())
                .groupBy(column(losers, patientId))
                .asTable("extremes");
        dsl.mergeInto(PATIENT_TOTALS)
                .using(left)
                .on(PATIENT_TOTALS.PATIENT_ID.eq(column(left, patientId)))
                .whenMatchedThenUpdate()
                .set(PATIENT_TOTALS.SMALLEST_AMOUNT, column(left, smallest))
                .set(PATIENT_TOTALS.GREATEST_AMOUNT, column(left, greatest))
                .execute();
    }

    /** A patient without a row has one here in any case: it may have no payments. */
    private Select<Record4<Long, BigDecimal, Integer, BigDecimal>> moves() {
        Select<Record4<Long, BigDecimal, Integer, BigDecimal>> moves =
                payments.set().first() ? allPayments() : movedPayments();
        long inserted = patients.of(DiffAction.INSERT);
        if (inserted > 0) {
            moves = moves.unionAll(select(PATIENTS.ID, NO_MONEY, inline(0), NOTHING)
                    .from(PATIENTS)
                    .where(PATIENTS.ID.between(inline(lastPatientId - inserted + 1), inline(lastPatientId))));
        }
        if (patients.of(DiffAction.RESTORE) > 0) {
            moves = moves.unionAll(select(PATIENT_DIFF.ID, NO_MONEY, inline(0), NOTHING)
                    .from(PATIENT_DIFF)
                    .where(DiffAction.in(PATIENT_DIFF.KIND, DiffAction.RESTORE)));
        }
        return moves;
    }

    /** Of a first set, all payments are new, and the totals are those of the mirror. */
    private static Select<Record4<Long, BigDecimal, Integer, BigDecimal>> allPayments() {
        return select(
                        PAYMENTS.PATIENT_ID.as(PATIENT_ID),
                        PAYMENTS.AMOUNT.as(AMOUNT),
                        PAYMENT,
                        PAYMENTS.AMOUNT.as(ADDED))
                .from(PAYMENTS);
    }

    private Select<Record4<Long, BigDecimal, Integer, BigDecimal>> movedPayments() {
        Select<Record4<Long, BigDecimal, Integer, BigDecimal>> added = select(
                        PAYMENT_DIFF.PATIENT_ID.as(PATIENT_ID), AMOUNT, PAYMENT, ADDED)
                .from(PAYMENT_DIFF)
                .where(DiffAction.in(
                        PAYMENT_DIFF.KIND,
                        DiffAction.INSERT,
                        DiffAction.UPDATE,
                        DiffAction.RESTORE,
                        DiffAction.RETURN));
        return lost() == 0
                ? added
                : added.unionAll(select(PAYMENT_DIFF.OLD_PATIENT_ID, PAYMENT_DIFF.OLD_AMOUNT.neg(), inline(-1), NOTHING)
                        .from(PAYMENT_DIFF)
                        .where(PAYMENT_DIFF.OLD_PATIENT_ID.isNotNull()));
    }
}
