package io.github.patientpayments;

/** What a purge deleted. */
public interface PurgeReport {

    /**
     * Returns the number of the purge's run.
     *
     * @return its number in the run log
     */
    long runNumber();

    /**
     * Returns the horizon: the oldest run that can still be queried.
     *
     * @return the number of a run; 0 if the history is complete
     */
    long horizonRun();

    /**
     * Returns the number of superseded versions of patients and payments.
     *
     * @return 0 or more
     */
    long versions();

    /**
     * Returns the number of tombstones of patients.
     *
     * @return 0 or more
     */
    long patients();

    /**
     * Returns the number of tombstones of payments.
     *
     * @return 0 or more
     */
    long payments();

    /**
     * Returns the number of stored rejections.
     *
     * @return 0 or more
     */
    long rejections();
}
