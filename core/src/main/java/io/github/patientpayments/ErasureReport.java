package io.github.patientpayments;

/** What an erasure deleted. Reveals nothing about the patient. */
public interface ErasureReport {

    /**
     * Returns the number of the erasure's run.
     *
     * @return its number in the run log
     */
    long runNumber();

    /**
     * Returns the number of patients erased, live or deleted.
     *
     * @return 1, or 0 if the patient was unknown to the store; the id is suppressed from now on in both cases
     */
    long patients();

    /**
     * Returns the number of the patient's payments, live and deleted.
     *
     * @return 0 or more
     */
    long payments();

    /**
     * Returns the number of superseded versions of the patient and the payments.
     *
     * @return 0 or more
     */
    long versions();

    /**
     * Returns the number of stored rejections of the patient's records, or of records that name the patient.
     *
     * @return 0 or more
     */
    long rejections();
}
