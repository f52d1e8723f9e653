package io.github.patientpayments.internal.query;

import java.time.LocalDate;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Conditions on dates. */
final class Dates {

    private static final LocalDate EARLIEST = LocalDate.of(1, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

    private Dates() {}

    /** Whether a date is within bounds, each of which may be missing. With a bound, no date is not. */
    static Condition between(Field<LocalDate> date, Optional<LocalDate> from, Optional<LocalDate> until) {
        return DSL.noCondition()
                .and(from.map(Dates::storable).map(date::ge).orElse(DSL.noCondition()))
                .and(until.map(Dates::storable).map(date::le).orElse(DSL.noCondition()));
    }

    /** Limits a bound to dates that every database supports. No date of a record is outside them. */
    private static LocalDate storable(LocalDate bound) {
        LocalDate notBefore = bound.isBefore(EARLIEST) ? EARLIEST : bound;
        return notBefore.isAfter(LATEST) ? LATEST : notBefore;
    }
}
