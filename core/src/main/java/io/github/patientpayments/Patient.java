package io.github.patientpayments;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A patient as the store knows it. Made by the store: immutable, thread-safe, equal by value; {@code toString} tells
 * ids only. Later versions may add methods.
 */
public interface Patient {

    /**
     * The store's own id.
     *
     * @return unique in the store, never reused, the same after a deletion and a return
     */
    long id();

    /**
     * The id in the external system.
     *
     * @return unique among the patients of the store
     */
    String externalId();

    /**
     * The first name.
     *
     * @return never blank
     */
    String firstName();

    /**
     * The last name.
     *
     * @return never blank
     */
    String lastName();

    /**
     * The middle name.
     *
     * @return empty if the external system has none
     */
    Optional<String> middleName();

    /**
     * The date of birth.
     *
     * @return empty if the external system has none
     */
    Optional<LocalDate> dateOfBirth();

    /**
     * The sum of the patient's live payments.
     *
     * @return exact, with two to four decimals; 0.00 without payments
     */
    BigDecimal paymentTotal();

    /**
     * The number of the patient's live payments.
     *
     * @return 0 or more
     */
    long paymentCount();

    /**
     * When the store first saw the patient.
     *
     * @return the time of the run, in microseconds
     */
    Instant createdAt();

    /**
     * When a field of the patient last changed, or it was deleted or restored. New payments don't move it.
     *
     * @return the time of the run, in microseconds
     */
    Instant updatedAt();

    /**
     * When the patient was found to be deleted.
     *
     * @return empty for a live patient
     */
    Optional<Instant> deletedAt();
}
