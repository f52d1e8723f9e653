package io.github.patientpayments.sync;

/**
 * What a run did to the records of one type: {@code read = accepted + collapsed + rejected +
 * suppressed}, where accepted records were inserted, updated, restored or found unchanged. Made by the store: immutable, thread-safe, equal by value; {@code
 * toString} tells what is not zero. Later versions may add methods.
 */
public interface SyncCounts {

    /**
     * Whether the snapshot held a set of this type.
     *
     * @return false if records of this type changed only with those of the other
     */
    boolean isFullSet();

    /**
     * Elements of the set.
     *
     * @return 0 or more
     */
    long read();

    /**
     * Records that were never seen before.
     *
     * @return 0 or more
     */
    long inserted();

    /**
     * Live records with another content than before.
     *
     * @return 0 or more
     */
    long updated();

    /**
     * Live records with the same content as before: nothing was written.
     *
     * @return 0 or more
     */
    long unchanged();

    /**
     * Deleted records that came back, with their id and creation time; for payments also those that came back with
     * their patient, in their last good version.
     *
     * @return 0 or more
     */
    long restored();

    /**
     * Live records that are gone; for payments including those that went with their patient.
     *
     * @return 0 or more
     */
    long deleted();

    /**
     * Of the deleted payments, those that went only because their patient did.
     *
     * @return 0 or more
     */
    long cascaded();

    /**
     * Elements that were not taken; see {@link SyncReport#rejections()}.
     *
     * @return 0 or more
     */
    long rejected();

    /**
     * Live records whose only elements were rejected: their last good version stays.
     *
     * @return 0 or more
     */
    long retained();

    /**
     * Elements equal to one that came before.
     *
     * @return 0 or more
     */
    long collapsed();

    /**
     * Live records that were missing but not deleted, since an element without a readable id may be they.
     *
     * @return 0 or more
     */
    long withheld();

    /**
     * Elements of patients who were erased: not looked at, not stored, not rejected.
     *
     * @return 0 or more
     */
    long suppressed();

    /**
     * Whether any record of this type changed.
     *
     * @return true if something was inserted, updated, restored or deleted
     */
    default boolean isChanged() {
        return inserted() + updated() + restored() + deleted() > 0;
    }
}
