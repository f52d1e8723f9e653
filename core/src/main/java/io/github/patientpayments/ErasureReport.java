package io.github.patientpayments;

/**
 * What an erasure took away. Made by the store: immutable, thread-safe, equal by value. Tells nothing of the patient.
 * Later versions may add methods.
 */
public interface ErasureReport {

    /**
     * The run that the erasure was.
     *
     * @return its number in the run log
     */
    long runNumber();

    /**
     * The patient, live or deleted.
     *
     * @return 1, or 0 if the store did not have it: from now on it is suppressed all the same
     */
    long patients();

    /**
     * The patient's payments, live and deleted.
     *
     * @return 0 or more
     */
    long payments();

    /**
     * Superseded versions of the patient and the payments.
     *
     * @return 0 or more
     */
    long versions();

    /**
     * Stored rejections of records of the patient or naming the patient.
     *
     * @return 0 or more
     */
    long rejections();
}
