package io.github.patientpayments.query;

import java.time.LocalDate;
import java.util.Optional;

/** The totals of the live payments of one month, quarter or year. */
public interface PeriodTotals {

    /** How long a period is. */
    enum Length {
        /** A month of the calendar. */
        MONTH,

        /** Three months, from January, April, July or October. */
        QUARTER,

        /** A year of the calendar. */
        YEAR
    }

    /**
     * Returns the first day of the period.
     *
     * @return empty for the payments without a date
     */
    Optional<LocalDate> from();

    /**
     * Returns the last day of the period.
     *
     * @return inclusive; empty for the payments without a date
     */
    Optional<LocalDate> until();

    /**
     * Returns the totals of the period's payments.
     *
     * @return with at least one payment; its patients are those who have one of these payments
     */
    PaymentTotals totals();
}
