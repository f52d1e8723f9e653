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
        @Nullable BigDecimal smallest,
        @Nullable BigDecimal greatest) implements PaymentTotals {

    private static final int MEAN_SCALE = 4;

    @Override
    public Optional<BigDecimal> min() {
        return Optional.ofNullable(smallest).map(Amounts::plain);
    }

    @Override
    public Optional<BigDecimal> max() {
        return Optional.ofNullable(greatest).map(Amounts::plain);
    }

    @Override
    public Optional<BigDecimal> mean() {
        return payments == 0
                ? Optional.empty()
                : Optional.of(sum.divide(BigDecimal.valueOf(payments), MEAN_SCALE, RoundingMode.HALF_EVEN));
    }
}
