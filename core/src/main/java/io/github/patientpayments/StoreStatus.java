package io.github.patientpayments;

import java.time.Instant;
import java.util.Optional;

/** What a store says about itself, apart from its records. */
public interface StoreStatus {

    /**
     * Returns the version of the store's schema.
     *
     * @return the version that this version of the library needs
     */
    int schemaVersion();

    /**
     * Returns how many patients are suppressed: erased, and not unsuppressed since.
     *
     * @return 0 or more
     */
    long suppressedPatients();

    /**
     * Returns how far back the history reaches.
     *
     * @return the time of the last purge that went furthest: what ended before it is gone; empty if nothing was purged
     */
    Optional<Instant> historyHorizon();
}
