package io.github.patientpayments.sync;

import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.PatientPaymentStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A run as it is in the run log. */
public interface SyncRun {

    /**
     * Returns the number of the run.
     *
     * @return from 1, ascending by 1 from run to run
     */
    long number();

    /**
     * Returns the attempt that became this run.
     *
     * @return its UUID, as in {@link OutcomeUnknownException#attempt()}
     */
    UUID attempt();

    /**
     * Returns how the run ended.
     *
     * @return the status
     */
    Status status();

    /**
     * Returns what the run was.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * Returns why the run was refused.
     *
     * @return every reason; empty unless the status is {@link Status#REFUSED}
     */
    List<Refusal.Reason> refusedFor();

    /**
     * Returns the time of the run, which it wrote as the time of creation, update and deletion.
     *
     * @return in microseconds, later than that of the run before
     */
    Instant time();

    /**
     * Returns how long the run took, from the call until just before the commit, including the wait for the lock.
     *
     * @return in milliseconds
     */
    Duration duration();

    /**
     * Returns the run to which a revert went back.
     *
     * @return empty unless the kind is {@link Kind#REVERT}
     */
    OptionalLong revertedTo();

    /**
     * Returns when the other system was in this state.
     *
     * @return empty if the snapshot did not say
     */
    Optional<Instant> exportedAt();

    /**
     * Returns who had the run done, and why, as the host has put it.
     *
     * @return the note of {@link SyncOptions#withNote} or {@link PatientPaymentStore#annotate}; empty if there is none
     */
    Optional<String> note();

    /**
     * Returns what happened to the patients.
     *
     * @return the counts
     */
    SyncCounts patients();

    /**
     * Returns what happened to the payments.
     *
     * @return the counts
     */
    SyncCounts payments();

    /** How a run ended. */
    enum Status {
        /** The mirror changed: it equals the snapshot, except for what was rejected or withheld. */
        APPLIED,

        /** Only this run was written: the mirror was already what the snapshot makes of it. */
        UNCHANGED,

        /** Only this run was written: a guard refused the snapshot, and {@code sync} threw an exception. */
        REFUSED
    }

    /** What a run was. */
    enum Kind {
        /** A sync of full sets. */
        SNAPSHOT,

        /** A sync of changes only. */
        DELTA,

        /** A call of {@link PatientPaymentStore#revertTo}. */
        REVERT,

        /** A call of {@link PatientPaymentStore#erase}. */
        ERASURE,

        /** A call of {@link PatientPaymentStore#unsuppress}. */
        UNSUPPRESSION,

        /** A call of {@link PatientPaymentStore#purge}. */
        PURGE
    }
}
