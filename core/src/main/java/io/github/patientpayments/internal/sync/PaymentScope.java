package io.github.patientpayments.internal.sync;

import java.time.LocalDate;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The stored payments that a full set decides about.
 *
 * @param from the first date; null for all payments, with and without a date
 */
record PaymentScope(@Nullable LocalDate from) {

    static final PaymentScope ALL = new PaymentScope(null);

    boolean isAll() {
        return from == null;
    }

    /** Whether a payment with this date is in it. */
    Condition contains(Field<LocalDate> paidOn) {
        return from == null ? DSL.noCondition() : paidOn.isNotNull().and(paidOn.ge(DSL.val(from, paidOn)));
    }

    /** Whether a payment with this date is outside, which none is if there is no bound. */
    Condition excludes(Field<LocalDate> paidOn) {
        return from == null ? DSL.falseCondition() : paidOn.isNull().or(paidOn.lt(DSL.val(from, paidOn)));
    }
}
