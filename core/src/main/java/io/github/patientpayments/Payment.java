package io.github.patientpayments;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** A payment in the store. {@code toString} shows ids only. */
public interface Payment {

    /**
     * Returns the store's own id.
     *
     * @return unique in the store, never reused, the same after a deletion and a return
     */
    long id();

    /**
     * Returns the payment's own id in the other system.
     *
     * @return unique among the payments of the store
     */
    String externalId();

    /**
     * Returns the store's own id of the patient who paid.
     *
     * @return {@link Patient#id()}
     */
    long patientId();

    /**
     * Returns the external id of the patient who paid.
     *
     * @return {@link Patient#externalId()}
     */
    String patientExternalId();

    /**
     * Returns the amount, negative for a refund.
     *
     * @return exact, with two to four decimals
     */
    BigDecimal amount();

    /**
     * Returns the date of the payment.
     *
     * @return empty if the other system has none
     */
    Optional<LocalDate> paidOn();

    /**
     * Returns when the store first saw the payment.
     *
     * @return the time of the run, in microseconds
     */
    Instant createdAt();

    /**
     * Returns when the payment last changed, or was deleted or restored. To find what is new, read the
     * {@linkplain io.github.patientpayments.history.History#changes change feed}.
     *
     * @return the time of the run, in microseconds
     */
    Instant updatedAt();

    /**
     * Returns when the payment, or its patient, was found to be deleted.
     *
     * @return empty for a live payment
     */
    Optional<Instant> deletedAt();
}
