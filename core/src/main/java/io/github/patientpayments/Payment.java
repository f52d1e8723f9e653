package io.github.patientpayments;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * A payment as the store knows it. Made by the store: immutable, thread-safe, equal by value; {@code toString} tells
 * ids only. Later versions may add methods.
 */
public interface Payment {

    /**
     * The store's own id.
     *
     * @return unique in the store, never reused, the same after a deletion and a return
     */
    long id();

    /**
     * The payment's own id in the external system.
     *
     * @return unique among the payments of the store
     */
    String externalId();

    /**
     * The store's own id of the patient who paid.
     *
     * @return {@link Patient#id()}
     */
    long patientId();

    /**
     * The external id of the patient who paid.
     *
     * @return {@link Patient#externalId()}
     */
    String patientExternalId();

    /**
     * The amount, negative for a refund.
     *
     * @return exact, with two to four decimals
     */
    BigDecimal amount();

    /**
     * When the store first saw the payment.
     *
     * @return the time of the run, in microseconds
     */
    Instant createdAt();

    /**
     * When the payment last changed, or was deleted or restored.
     *
     * @return the time of the run, in microseconds
     */
    Instant updatedAt();

    /**
     * When the payment, or its patient, was found to be deleted.
     *
     * @return empty for a live payment
     */
    Optional<Instant> deletedAt();
}
