package io.github.patientpayments.internal.query;

import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PaymentFilter;
import java.time.LocalDate;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The dates between two bounds, each of which is inclusive and may be missing.
 *
 * @param from the first date
 * @param until the last date
 */
record DateRange(Optional<LocalDate> from, Optional<LocalDate> until) {

    static final DateRange ALL = new DateRange(Optional.empty(), Optional.empty());

    private static final LocalDate EARLIEST = LocalDate.of(1, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

    static DateRange ofBirths(PatientFilter filter) {
        return new DateRange(filter.bornFrom(), filter.bornUntil());
    }

    static DateRange ofPayments(PatientFilter filter) {
        return new DateRange(filter.paidFrom(), filter.paidUntil());
    }

    static DateRange ofPayments(PaymentFilter filter) {
        return new DateRange(filter.paidFrom(), filter.paidUntil());
    }

    /** Whether there is no bound, so that a missing date is in it too. */
    boolean isAll() {
        return from.isEmpty() && until.isEmpty();
    }

    /** No database has to compare with a date that it does not support: no record has such a date. */
    Condition contains(Field<LocalDate> date) {
        if (from.filter(LATEST::isBefore).isPresent()
                || until.filter(EARLIEST::isAfter).isPresent()) {
            return DSL.falseCondition();
        }
        return DSL.noCondition()
                .and(from.map(bound -> date.ge(bound.isBefore(EARLIEST) ? EARLIEST : bound))
                        .orElse(DSL.noCondition()))
                .and(until.map(bound -> date.le(bound.isAfter(LATEST) ? LATEST : bound))
                        .orElse(DSL.noCondition()));
    }
}
