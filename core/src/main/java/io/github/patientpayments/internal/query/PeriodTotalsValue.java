package io.github.patientpayments.internal.query;

import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.query.PeriodTotals;
import java.time.LocalDate;
import java.util.Optional;

record PeriodTotalsValue(Optional<LocalDate> from, Optional<LocalDate> until, PaymentTotals totals)
        implements PeriodTotals {

    /** Without amounts: they may be one patient's. */
    @Override
    public String toString() {
        return "PeriodTotals[from=" + from.orElse(null) + ", until=" + until.orElse(null) + "]";
    }
}
