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

    Condition contains(Field<LocalDate> date) {
        return DSL.noCondition()
                .and(from.map(DateRange::storable).map(date::ge).orElse(DSL.noCondition()))
                .and(until.map(DateRange::storable).map(date::le).orElse(DSL.noCondition()));
    }

    /** Limits a bound to dates that every database supports. No date of a record is outside them. */
    private static LocalDate storable(LocalDate bound) {
        LocalDate notBefore = bound.isBefore(EARLIEST) ? EARLIEST : bound;
        return notBefore.isAfter(LATEST) ? LATEST : notBefore;
    }
}
