package io.github.patientpayments.history;

import io.github.patientpayments.PaymentData;
import java.util.Optional;

/** An event of a payment. */
public non-sealed interface PaymentChange extends Change {

    /**
     * Returns the content before the event.
     *
     * @return empty for a new or erased payment, and if the payment then belonged to a patient who is erased now
     */
    @Override
    Optional<PaymentData> before();

    /**
     * Returns the content after the event.
     *
     * @return empty for a deleted or erased payment
     */
    @Override
    Optional<PaymentData> after();
}
