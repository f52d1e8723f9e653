package io.github.patientpayments.internal.query;

import io.github.patientpayments.internal.text.Amounts;
import io.github.patientpayments.query.PaymentTotals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record PaymentTotalsValue(
        long patients,
        long payments,
        BigDecimal sum,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        Optional<BigDecimal> mean)
        implements PaymentTotals {

    private static final int MEAN_SCALE = 4;

    static PaymentTotals of(
            long patients, long payments, BigDecimal sum, @Nullable BigDecimal min, @Nullable BigDecimal max) {
        return new PaymentTotalsValue(
                patients,
                payments,
                sum,
                Optional.ofNullable(min).map(Amounts::plain),
                Optional.ofNullable(max).map(Amounts::plain),
                payments == 0
                        ? Optional.empty()
                        : Optional.of(sum.divide(BigDecimal.valueOf(payments), MEAN_SCALE, RoundingMode.HALF_EVEN)));
    }

    /** Without amounts: they may be one patient's. */
    @Override
    public String toString() {
        return "PaymentTotals[patients=" + patients + ", payments=" + payments + "]";
    }
}
