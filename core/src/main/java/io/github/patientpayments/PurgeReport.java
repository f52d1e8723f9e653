package io.github.patientpayments;

/** What a purge took away. Made by the store: immutable, thread-safe, equal by value. Later versions may add methods. */
public interface PurgeReport {

    /**
     * The run that the purge was.
     *
     * @return its number in the run log
     */
    long runNumber();

    /**
     * The horizon: the oldest run that can still be asked for.
     *
     * @return the number of a run; 0 if all of history is there
     */
    long horizonRun();

    /**
     * Superseded versions of patients and payments.
     *
     * @return 0 or more
     */
    long versions();

    /**
     * Tombstones of patients.
     *
     * @return 0 or more
     */
    long patients();

    /**
     * Tombstones of payments.
     *
     * @return 0 or more
     */
    long payments();

    /**
     * Stored rejections.
     *
     * @return 0 or more
     */
    long rejections();
}
