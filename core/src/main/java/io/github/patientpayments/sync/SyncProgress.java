package io.github.patientpayments.sync;

import java.util.UUID;

/** How far a sync has come. Made by the store: immutable, thread-safe. Later versions may add methods. */
public interface SyncProgress {

    /** How many records are read between two calls of {@link SyncListener#progress} in the same phase. */
    int RECORDS_BETWEEN = 10_000;

    /**
     * The attempt, as the run log will know it.
     *
     * @return one UUID for each call of {@code sync}
     */
    UUID attempt();

    /**
     * What is being done.
     *
     * @return the phase, begun a moment ago or still going on
     */
    Phase phase();

    /**
     * Patients read so far, good and bad.
     *
     * @return 0 before they are read
     */
    long patientsRead();

    /**
     * Payments read so far, good and bad.
     *
     * @return 0 before they are read
     */
    long paymentsRead();

    /**
     * Bytes taken from the streams of JSON sources so far, both sets together, as they came: compressed if they are.
     * Runs ahead of the records by what is buffered.
     *
     * @return 0 for typed records
     */
    long bytesRead();

    /**
     * The phases of a sync, in their order; those of a set that is not given, or is recognised, are left out. Where the
     * content may be known from last time, it is read once before {@link #WAITING}, and again if it is not. After a
     * deadlock a sync that can be repeated begins again, from reading. Later versions may add some.
     */
    enum Phase {
        /** For a connection, and for the store's lock. */
        WAITING,
        /** Patients are read and checked, one by one. */
        READING_PATIENTS,
        /** Payments are read and checked, one by one. */
        READING_PAYMENTS,
        /** Patients are compared with the mirror as a set; what differs is written. */
        APPLYING_PATIENTS,
        /** Payments are compared with the mirror as a set; what differs is written, and what follows from patients. */
        APPLYING_PAYMENTS,
        /** The run is logged and committed. */
        COMMITTING
    }
}
