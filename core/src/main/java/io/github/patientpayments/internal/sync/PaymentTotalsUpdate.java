package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientTotals.PATIENT_TOTALS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import io.github.patientpayments.internal.db.Transaction;
import java.math.BigDecimal;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record3;
import org.jooq.Select;
import org.jooq.Table;

/**
 * Adjusts the totals of the patients by both diffs, once all records are written. Recomputing the totals is too slow at
 * ten million payments.
 */
final class PaymentTotalsUpdate {

    private static final Field<Long> PATIENT_ID = PATIENT_TOTALS.PATIENT_ID.as("of_patient");
    private static final Field<BigDecimal> AMOUNT = PAYMENT_DIFF.AMOUNT.as("moved_amount");
    private static final Field<Integer> PAYMENT = inline(1).as("moved_payments");
    private static final Field<BigDecimal> NO_MONEY = inline(BigDecimal.ZERO);

    private final DSLContext dsl;
    private final SetCounter patients;
    private final SetCounter payments;
    private final long lastPatientId;

    PaymentTotalsUpdate(Transaction transaction, SetCounter patients, SetCounter payments) {
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
    }

    private void addMoves() {
        Table<?> moves = moves().asTable("moves");
        Field<BigDecimal> amount = sum(column(moves, AMOUNT)).as("moved_sum");
        Field<BigDecimal> number = sum(column(moves, PAYMENT)).as("moved_count");
        Table<?> sums = select(column(moves, PATIENT_ID), amount, number)
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
                .whenNotMatchedThenInsert(
                        PATIENT_TOTALS.PATIENT_ID, PATIENT_TOTALS.PAYMENT_TOTAL, PATIENT_TOTALS.PAYMENT_COUNT)
                .values(column(sums, PATIENT_ID), total, count)
                .execute();
    }

    /** A patient without a row has one here in any case: it may have no payments. */
    private Select<Record3<Long, BigDecimal, Integer>> moves() {
        Select<Record3<Long, BigDecimal, Integer>> moves = payments.set().first() ? allPayments() : movedPayments();
        long inserted = patients.of(DiffAction.INSERT);
        if (inserted > 0) {
            moves = moves.unionAll(select(PATIENTS.ID, NO_MONEY, inline(0))
                    .from(PATIENTS)
                    .where(PATIENTS.ID.gt(inline(lastPatientId - inserted))));
        }
        if (patients.of(DiffAction.RESTORE) > 0) {
            moves = moves.unionAll(select(PATIENT_DIFF.ID, NO_MONEY, inline(0))
                    .from(PATIENT_DIFF)
                    .where(DiffAction.in(PATIENT_DIFF.KIND, DiffAction.RESTORE)));
        }
        return moves;
    }

    /** Of a first set, all payments are new, and the totals are those of the mirror. */
    private static Select<Record3<Long, BigDecimal, Integer>> allPayments() {
        return select(PAYMENTS.PATIENT_ID.as(PATIENT_ID), PAYMENTS.AMOUNT.as(AMOUNT), PAYMENT)
                .from(PAYMENTS);
    }

    private static Select<Record3<Long, BigDecimal, Integer>> movedPayments() {
        return select(PAYMENT_DIFF.PATIENT_ID.as(PATIENT_ID), AMOUNT, PAYMENT)
                .from(PAYMENT_DIFF)
                .where(DiffAction.in(
                        PAYMENT_DIFF.KIND, DiffAction.INSERT, DiffAction.UPDATE, DiffAction.RESTORE, DiffAction.RETURN))
                .unionAll(select(PAYMENT_DIFF.OLD_PATIENT_ID, PAYMENT_DIFF.OLD_AMOUNT.neg(), inline(-1))
                        .from(PAYMENT_DIFF)
                        .where(PAYMENT_DIFF.OLD_PATIENT_ID.isNotNull()));
    }
}
