package io.github.patientpayments;

import java.util.List;
import java.util.Map;

/** The result of {@link PatientPaymentStore#verifyIntegrity()}. {@code toString} is meant for people to read. */
public interface IntegrityReport {

    /** The greatest number of deviations of one kind that are listed; the counts are exact. */
    int MAX_LISTED = 10_000;

    /**
     * Returns whether the store is consistent.
     *
     * @return true if there is no deviation
     */
    default boolean isConsistent() {
        return counts().isEmpty();
    }

    /**
     * Returns the number of deviations of each kind.
     *
     * @return by kind, without kinds that have none; unmodifiable
     */
    Map<Kind, Long> counts();

    /**
     * Returns the deviations, by kind and id.
     *
     * @return at most {@value #MAX_LISTED} of each kind; unmodifiable
     */
    List<Deviation> deviations();

    /**
     * A difference between what is stored and what was computed.
     *
     * @param kind what is wrong
     * @param id the store's own id of the patient or payment, the number of the run, or 0 for the store as a whole
     */
    record Deviation(Kind kind, long id) {}

    /** What can be wrong. */
    enum Kind {
        /** A patient's payment total is not the sum of the live payments. */
        PATIENT_TOTAL,
        /** A patient's payment count is not the number of live payments. */
        PATIENT_PAYMENT_COUNT,
        /** A payment's patient does not exist. */
        PAYMENT_WITHOUT_PATIENT,
        /** A live payment's patient is deleted. */
        PAYMENT_OF_DELETED_PATIENT,
        /** A live payment is marked as deleted with its patient. */
        PAYMENT_MARKED_WHILE_LIVE,
        /** A patient's times (created, updated, deleted) are not those of the runs that it names. */
        PATIENT_TIMES,
        /** A payment's times are not those of the runs that it names. */
        PAYMENT_TIMES,
        /** Versions of a patient overlap. */
        PATIENT_HISTORY_OVERLAP,
        /** Versions of a payment overlap. */
        PAYMENT_HISTORY_OVERLAP,
        /** A version of a patient is missing, between two others or at the beginning. */
        PATIENT_HISTORY_GAP,
        /** A version of a payment is missing, between two others or at the beginning. */
        PAYMENT_HISTORY_GAP,
        /** There are versions of a patient who does not exist. */
        PATIENT_HISTORY_ORPHAN,
        /** There are versions of a payment that does not exist. */
        PAYMENT_HISTORY_ORPHAN,
        /** The next patient would get an id that is in use. */
        PATIENT_COUNTER,
        /** The next payment would get an id that is in use. */
        PAYMENT_COUNTER,
        /** The counter of the runs does not match the run log, or a record names a run that does not exist. */
        RUN_COUNTER
    }
}
