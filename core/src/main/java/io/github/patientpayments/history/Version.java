package io.github.patientpayments.history;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a record was between two runs. {@code toString} shows runs and ids only.
 *
 * @param <T> {@link io.github.patientpayments.PatientData} or {@link io.github.patientpayments.PaymentData}
 */
public interface Version<T> {

    /**
     * Returns the run that created this version.
     *
     * @return the first run for which it is valid
     */
    long fromRun();

    /**
     * Returns the time of that run.
     *
     * @return in microseconds
     */
    Instant from();

    /**
     * Returns the run that replaced this version.
     *
     * @return the first run for which it is no longer valid; empty for the present version
     */
    OptionalLong toRun();

    /**
     * Returns the time of that run.
     *
     * @return in microseconds; empty for the present version
     */
    Optional<Instant> to();

    /**
     * Returns whether the record was deleted.
     *
     * @return true for a tombstone, whose content is that at the time of the deletion
     */
    boolean isDeleted();

    /**
     * Returns the content.
     *
     * @return every field as the store keeps it
     */
    T content();
}
