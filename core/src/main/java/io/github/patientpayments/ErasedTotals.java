package io.github.patientpayments;

import java.math.BigDecimal;

/**
 * The live money of erased patients at the time of their erasure, all together: kept for books that must add up, if the
 * store was built with {@link PatientPaymentStore.Builder#keepErasedTotals()}. Made by the store: immutable, thread-safe,
 * equal by value. Later versions may add methods.
 */
public interface ErasedTotals {

    /**
     * Erased patients who had live payments.
     *
     * @return 0 or more
     */
    long patients();

    /**
     * Their live payments.
     *
     * @return 0 or more
     */
    long payments();

    /**
     * The sum of these payments.
     *
     * @return exact, with two to four decimals
     */
    BigDecimal sum();
}
