package io.github.patientpayments.query;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What the patients of a filter have paid together. Live payments only. Made by the store: immutable and thread-safe.
 * Amounts are exact, with two to four decimals.
 */
public interface PaymentTotals {

    /**
     * The number of patients that meet the filter.
     *
     * @return 0 or more
     */
    long patients();

    /**
     * The number of their live payments.
     *
     * @return 0 or more
     */
    long payments();

    /**
     * The sum of their live payments.
     *
     * @return 0.00 without payments
     */
    BigDecimal sum();

    /**
     * The smallest payment.
     *
     * @return empty without payments
     */
    Optional<BigDecimal> min();

    /**
     * The greatest payment.
     *
     * @return empty without payments
     */
    Optional<BigDecimal> max();

    /**
     * The sum divided by the number of payments, rounded to four decimals (half to even).
     *
     * @return empty without payments
     */
    Optional<BigDecimal> mean();
}
