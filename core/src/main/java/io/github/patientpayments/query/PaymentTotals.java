package io.github.patientpayments.query;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The totals of the live payments of all patients that match a filter. Amounts are exact, with two to four decimals.
 */
public interface PaymentTotals {

    /**
     * Returns the number of patients that match the filter.
     *
     * @return 0 or more
     */
    long patients();

    /**
     * Returns the number of their live payments.
     *
     * @return 0 or more
     */
    long payments();

    /**
     * Returns the sum of their live payments.
     *
     * @return 0.00 without payments
     */
    BigDecimal sum();

    /**
     * Returns the smallest payment.
     *
     * @return empty without payments
     */
    Optional<BigDecimal> min();

    /**
     * Returns the greatest payment.
     *
     * @return empty without payments
     */
    Optional<BigDecimal> max();

    /**
     * Returns the sum divided by the number of payments, rounded to four decimals (half to even).
     *
     * @return empty without payments
     */
    Optional<BigDecimal> mean();
}
