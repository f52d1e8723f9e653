package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.jooq.internal.tables.PaymentDiff.PAYMENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.abs;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import java.math.BigDecimal;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * The money that the diff of the payments moves, as the guards weigh it.
 *
 * @param gone what goes: all of a deleted payment, and what a smaller one is smaller by; signs do not matter
 * @param changed the differences of the amounts that change, larger amounts like smaller ones
 */
record MovedMoney(Money gone, Money changed) {

    private static final Field<BigDecimal> ZERO = inline(BigDecimal.ZERO);

    /** Adds up the diff of the payments that were in a scope. */
    static MovedMoney of(DSLContext dsl, PaymentScope scope) {
        Condition changes = DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.UPDATE);
        Condition goes = DiffAction.in(PAYMENT_DIFF.KIND, DiffAction.DELETIONS);
        Field<BigDecimal> less = abs(PAYMENT_DIFF.OLD_AMOUNT)
                .minus(when(changes, abs(PAYMENT_DIFF.AMOUNT)).otherwise(ZERO));
        Field<BigDecimal> difference = when(changes, abs(PAYMENT_DIFF.AMOUNT.minus(PAYMENT_DIFF.OLD_AMOUNT)));
        return dsl.select(payments(less), amount(less), payments(difference), amount(difference))
                .from(scope.isAll() ? PAYMENT_DIFF : PAYMENT_DIFF.join(PAYMENTS).on(PAYMENTS.ID.eq(PAYMENT_DIFF.ID)))
                .where(changes.or(goes), scope.contains(PAYMENTS.PAID_ON))
                .fetchSingle(row ->
                        new MovedMoney(new Money(row.value1(), row.value2()), new Money(row.value3(), row.value4())));
    }

    private static Field<Integer> payments(Field<BigDecimal> moved) {
        return count(when(moved.gt(ZERO), inline(1)));
    }

    private static Field<BigDecimal> amount(Field<BigDecimal> moved) {
        return coalesce(sum(when(moved.gt(ZERO), moved)), ZERO);
    }

    /**
     * A sum of money.
     *
     * @param payments how many payments it is the sum of
     * @param amount the sum
     */
    record Money(int payments, BigDecimal amount) {}
}
