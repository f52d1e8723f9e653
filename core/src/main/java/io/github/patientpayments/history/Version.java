package io.github.patientpayments.history;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a record was for a while. Made by the store: immutable, thread-safe, equal by value; {@code toString} tells runs
 * and ids only.
 *
 * @param <T> {@link io.github.patientpayments.PatientData} or {@link io.github.patientpayments.PaymentData}
 */
public interface Version<T> {

    /**
     * The run that made it.
     *
     * @return valid from this run on
     */
    long fromRun();

    /**
     * The time of that run.
     *
     * @return in microseconds
     */
    Instant from();

    /**
     * The run that replaced it.
     *
     * @return not valid any more from this run on; empty for the present version
     */
    OptionalLong toRun();

    /**
     * The time of that run.
     *
     * @return in microseconds; empty for the present version
     */
    Optional<Instant> to();

    /**
     * Whether the record was deleted.
     *
     * @return true for a tombstone, whose content is what it was when it went
     */
    boolean isDeleted();

    /**
     * The content.
     *
     * @return every field as the store keeps it
     */
    T content();
}
