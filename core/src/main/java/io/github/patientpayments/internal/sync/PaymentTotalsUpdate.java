package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * Adjusts each patient's total by the diff of the payments. Recomputing the totals is too slow at ten million payments.
 */
final class PaymentTotalsUpdate {

    private PaymentTotalsUpdate() {}

    /** Of a first set, all payments are new, and the totals are those of the mirror. */
    static void apply(DSLContext dsl, boolean first) {
        Field<Long> patientId = PAYMENT_DIFF.PATIENT_ID.as("of_patient");
        Field<BigDecimal> amount = PAYMENT_DIFF.AMOUNT.as("moved_amount");
        Field<Integer> payments = inline(1).as("moved_payments");
        Table<?> moves = first
                ? select(PAYMENTS.PATIENT_ID.as(patientId), PAYMENTS.AMOUNT.as(amount), payments)
                        .from(PAYMENTS)
                        .asTable("moves")
                : movesOfDiff(patientId, amount, payments);
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

    private static Table<?> movesOfDiff(Field<Long> patientId, Field<BigDecimal> amount, Field<Integer> payments) {
        return select(patientId, amount, payments)
                .from(PAYMENT_DIFF)
                .where(DiffAction.in(
                        PAYMENT_DIFF.KIND, DiffAction.INSERT, DiffAction.UPDATE, DiffAction.RESTORE, DiffAction.RETURN))
                .unionAll(select(PAYMENT_DIFF.OLD_PATIENT_ID, PAYMENT_DIFF.OLD_AMOUNT.neg(), inline(-1))
                        .from(PAYMENT_DIFF)
                        .where(PAYMENT_DIFF.OLD_PATIENT_ID.isNotNull()))
                .asTable("moves");
    }
}
