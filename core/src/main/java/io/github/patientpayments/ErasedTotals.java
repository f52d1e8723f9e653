package io.github.patientpayments;

import java.math.BigDecimal;

/**
 * The totals of the live payments of erased patients at the time of their erasure, all patients together. They are kept
 * so that the books still balance, if the store was built with {@link PatientPaymentStore.Builder#keepErasedTotals()}.
 *
 * <p>They change with each erasure by what that patient had paid: readings before and after it reveal this. Treat
 * readings that you keep as personal data.
 */
public interface ErasedTotals {

    /**
     * Returns the number of erased patients who had live payments.
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
     * Returns the sum of these payments.
     *
     * @return exact, with two to four decimals
     */
    BigDecimal sum();
}
