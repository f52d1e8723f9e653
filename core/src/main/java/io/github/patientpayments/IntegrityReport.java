package io.github.patientpayments;

import java.util.List;
import java.util.Map;

/**
 * What {@link PatientPaymentStore#verifyIntegrity()} found. Made by the store: immutable, thread-safe; {@code toString}
 * is for a person to read. Later versions may add methods.
 */
public interface IntegrityReport {

    /** How many deviations of one kind are listed; the counts are exact. */
    int MAX_LISTED = 10_000;

    /**
     * Whether everything was as it has to be.
     *
     * @return true without any deviation
     */
    default boolean isConsistent() {
        return counts().isEmpty();
    }

    /**
     * How many deviations there are.
     *
     * @return by kind, kinds without any left out; unmodifiable
     */
    Map<Kind, Long> counts();

    /**
     * The deviations, by kind and id.
     *
     * @return at most {@value #MAX_LISTED} of each kind; unmodifiable
     */
    List<Deviation> deviations();

    /**
     * Something that is not as it has to be.
     *
     * @param kind what is wrong
     * @param id the store's own id of the patient or payment, the number of the run, or 0 for the store as a whole
     */
    record Deviation(Kind kind, long id) {}

    /** What can be wrong. A later version may add some. */
    enum Kind {
        /** A patient's payment total is not the sum of the live payments. */
        PATIENT_TOTAL,
        /** A patient's number of payments is not that of the live payments. */
        PATIENT_PAYMENT_COUNT,
        /** A payment's patient does not exist. */
        PAYMENT_WITHOUT_PATIENT,
        /** A live payment's patient is deleted. */
        PAYMENT_OF_DELETED_PATIENT,
        /** A live payment is marked as having gone with its patient. */
        PAYMENT_MARKED_WHILE_LIVE,
        /** A patient's times are not those of the runs that it names: {@code updated}, {@code created}, a tombstone's. */
        PATIENT_TIMES,
        /** A payment's times are not those of the runs that it names. */
        PAYMENT_TIMES,
        /** Versions of a patient overlap. */
        PATIENT_HISTORY_OVERLAP,
        /** Versions of a payment overlap. */
        PAYMENT_HISTORY_OVERLAP,
        /** Between two versions of a patient, or at the beginning, one is missing. */
        PATIENT_HISTORY_GAP,
        /** Between two versions of a payment, or at the beginning, one is missing. */
        PAYMENT_HISTORY_GAP,
        /** There are versions of a patient who does not exist. */
        PATIENT_HISTORY_ORPHAN,
        /** There are versions of a payment that does not exist. */
        PAYMENT_HISTORY_ORPHAN,
        /** The next patient would get an id that is in use. */
        PATIENT_COUNTER,
        /** The next payment would get an id that is in use. */
        PAYMENT_COUNTER,
        /** The counter of the runs is not that of the run log, or a record names a run that has not been. */
        RUN_COUNTER
    }
}
