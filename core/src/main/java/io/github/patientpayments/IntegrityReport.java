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
    boolean isConsistent();

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
        /**
         * A patient's payment total is not the sum of the live payments, or the smallest or the greatest of them is
         * another one; or a patient who is not live has totals.
         */
        PATIENT_TOTAL,
        /** A patient's payment count is not the number of live payments. */
        PATIENT_PAYMENT_COUNT,
        /** A payment's patient does not exist. */
        PAYMENT_WITHOUT_PATIENT,
        /** A live payment's patient is deleted. */
        PAYMENT_OF_DELETED_PATIENT,
        /** A live payment is marked as deleted with its patient. */
        PAYMENT_MARKED_WHILE_LIVE,
        /** A payment is marked as deleted with its patient in a run that did not delete the patient. */
        PAYMENT_MARKED_ALONE,
        /**
         * A patient's names, or former names, have other search keys than this Java version computes for them. A sync
         * that compares in full renews those of live patients.
         */
        PATIENT_SEARCH_KEY,
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
        /** A version of a payment names a patient who does not exist. */
        PAYMENT_HISTORY_WITHOUT_PATIENT,
        /** A deleted patient differs from the version before, or a changed one does not. */
        PATIENT_HISTORY_CONTENT,
        /** A deleted payment differs from the version before, or a changed one does not. */
        PAYMENT_HISTORY_CONTENT,
        /** The next patient would get an id that is in use; or patients are missing, or were never inserted (0). */
        PATIENT_COUNTER,
        /** The next payment would get an id that is in use; or payments are missing, or were never inserted (0). */
        PAYMENT_COUNTER,
        /**
         * The last run, its time or the last run that changed the mirror is not that of the run log, a record names a
         * run that does not exist, or a time at which the lock was taken was left.
         */
        RUN_COUNTER,
        /** A run in the log contradicts itself or its counts, or is not later than the run before. */
        RUN_LOG,
        /** The counts of a run do not add up, or are not what the run did to the records. */
        RUN_COUNTS,
        /** A stored rejection can't be of the run that it names. */
        REJECTION,
        /** The fingerprint of the patients is not that of a run that set one, or not of as many patients. */
        PATIENT_FINGERPRINT,
        /** The fingerprint of the payments is not that of a run that set one, or not of as many payments. */
        PAYMENT_FINGERPRINT,
        /** The export time by which older snapshots are refused is not that of the last run that gave one. */
        EXPORT_TIME,
        /** The run that the store names as the last successful sync of a type is another one. */
        LAST_SYNC,
        /** The oldest run that can be queried is not the one to which history was purged. */
        HISTORY_HORIZON,
        /** An erasure, an erased record or the erased totals can't be those of the runs that erased patients. */
        ERASURE,
        /** Working tables of a sync are not empty although no sync has committed rows in them. */
        WORKING_TABLES
    }
}
