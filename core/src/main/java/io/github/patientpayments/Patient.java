package io.github.patientpayments;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** A patient in the store. {@code toString} shows ids only. */
public interface Patient {

    /**
     * Returns the store's own id.
     *
     * @return unique in the store, never reused, the same after a deletion and a return
     */
    long id();

    /**
     * Returns the id in the other system.
     *
     * @return unique among the patients of the store
     */
    String externalId();

    /**
     * Returns the first name.
     *
     * @return never blank
     */
    String firstName();

    /**
     * Returns the last name.
     *
     * @return never blank
     */
    String lastName();

    /**
     * Returns the middle name.
     *
     * @return empty if the other system has none
     */
    Optional<String> middleName();

    /**
     * Returns the date of birth.
     *
     * @return empty if the other system has none
     */
    Optional<LocalDate> dateOfBirth();

    /**
     * Returns the sum of the patient's live payments. If the filter of the query has a
     * {@linkplain io.github.patientpayments.query.PatientFilter#paidFrom period}, only its payments count.
     *
     * @return exact, with two to four decimals; 0.00 without payments
     */
    BigDecimal paymentTotal();

    /**
     * Returns the number of the patient's live payments. If the filter of the query has a period, only its payments
     * count.
     *
     * @return 0 or more
     */
    long paymentCount();

    /**
     * Returns when the store first saw the patient.
     *
     * @return the time of the run, in microseconds
     */
    Instant createdAt();

    /**
     * Returns when a field of the patient last changed, or the patient was deleted or restored. New payments do not
     * change it. To find what is new, read the {@linkplain io.github.patientpayments.history.History#changes change
     * feed}: a run that began before your last look may have committed after it.
     *
     * @return the time of the run, in microseconds
     */
    Instant updatedAt();

    /**
     * Returns when the patient was found to be deleted.
     *
     * @return empty for a live patient
     */
    Optional<Instant> deletedAt();
}
