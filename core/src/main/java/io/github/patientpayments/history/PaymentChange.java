package io.github.patientpayments.history;

import io.github.patientpayments.PaymentData;
import java.util.Optional;

/** An event of a payment. */
public non-sealed interface PaymentChange extends Change {

    /**
     * What it was.
     *
     * @return empty for a new or erased payment, and where it was with a patient who is erased now
     */
    Optional<PaymentData> before();

    /**
     * What it is since.
     *
     * @return empty for a deleted or erased payment
     */
    Optional<PaymentData> after();
}
