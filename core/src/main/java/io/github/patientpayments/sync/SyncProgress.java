package io.github.patientpayments.sync;

import java.util.UUID;

/** How far a sync has progressed. */
public interface SyncProgress {

    /** The number of records that are read between two calls of {@link SyncListener#progress} in the same phase. */
    int RECORDS_BETWEEN = 10_000;

    /**
     * Returns the attempt, as the run log will have it.
     *
     * @return one UUID for each call of {@code sync}
     */
    UUID attempt();

    /**
     * Returns the current phase.
     *
     * @return the phase, just begun or still going on
     */
    Phase phase();

    /**
     * Returns the number of patients read so far, valid or not.
     *
     * @return 0 before they are read
     */
    long patientsRead();

    /**
     * Returns the number of payments read so far, valid or not.
     *
     * @return 0 before they are read
     */
    long paymentsRead();

    /**
     * Returns the number of bytes read so far from the streams of JSON sources, of both sets together, before
     * decompression. It is ahead of the records by what is buffered.
     *
     * @return 0 for typed records
     */
    long bytesRead();

    /**
     * The phases of a sync, in order. Those of a set that is not given, or is recognized, are left out. If the content
     * may be the same as last time, it is read once before {@link #WAITING}, up to about its first difference, and
     * again from the beginning if there is one. After a deadlock, a sync that can be repeated starts again from
     * reading.
     *
     * <p>A first load from large files writes the records as it reads them, so it has no {@link #APPLYING_PATIENTS}. If
     * an id is repeated, it starts again with {@link #READING_PATIENTS}, and has all phases.
     */
    enum Phase {
        /** Waiting for a connection, and for the store's lock. */
        WAITING,
        /** Patients are read and validated one by one. */
        READING_PATIENTS,
        /** Payments are read and validated one by one. */
        READING_PAYMENTS,
        /** Patients are compared with the mirror as a set, and the differences are written. */
        APPLYING_PATIENTS,
        /**
         * Payments are compared with the mirror as a set; the differences are written, and what follows from the
         * patients.
         */
        APPLYING_PAYMENTS,
        /** The run is logged and committed. */
        COMMITTING
    }
}
