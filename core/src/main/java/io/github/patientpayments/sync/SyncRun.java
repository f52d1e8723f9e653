package io.github.patientpayments.sync;

import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.PatientPaymentStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A run as it stands in the run log. Made by the store: immutable, thread-safe, equal by value. */
public interface SyncRun {

    /**
     * The number of the run.
     *
     * @return from 1, ascending without gaps
     */
    long number();

    /**
     * The attempt that became this run.
     *
     * @return its UUID, as in {@link OutcomeUnknownException#attempt()}
     */
    UUID attempt();

    /**
     * How it ended.
     *
     * @return the status
     */
    Status status();

    /**
     * What it was.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * Why it was refused.
     *
     * @return every reason; empty unless the status is {@link Status#REFUSED}
     */
    List<Refusal.Reason> refusedFor();

    /**
     * The time of the run: what it wrote as created, updated and deleted.
     *
     * @return in microseconds, later than that of the run before
     */
    Instant time();

    /**
     * How long it took from the call until it was about to be committed, waiting for the lock included.
     *
     * @return in milliseconds
     */
    Duration duration();

    /**
     * When the external system was in this state.
     *
     * @return empty if the snapshot did not tell
     */
    Optional<Instant> exportedAt();

    /**
     * What happened to the patients.
     *
     * @return the counts
     */
    SyncCounts patients();

    /**
     * What happened to the payments.
     *
     * @return the counts
     */
    SyncCounts payments();

    /** How a run ended. A later version may add some. */
    enum Status {
        /** The mirror changed: it equals the snapshot, but for what was rejected or withheld. */
        APPLIED,

        /** Nothing was written but this run: the mirror was what the snapshot makes of it. */
        UNCHANGED,

        /** Nothing was written but this run: a guard held the snapshot back, and {@code sync} threw an exception. */
        REFUSED
    }

    /** What a run was. A later version may add some. */
    enum Kind {
        /** A sync of full sets. */
        SNAPSHOT,

        /** A sync of changes alone. */
        DELTA,

        /** {@link PatientPaymentStore#erase}. */
        ERASURE,

        /** {@link PatientPaymentStore#unsuppress}. */
        UNSUPPRESSION,

        /** {@link PatientPaymentStore#purge}. */
        PURGE
    }
}
