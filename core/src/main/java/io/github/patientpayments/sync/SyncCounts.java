package io.github.patientpayments.sync;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What a run did to the records of one type: {@code read = accepted + collapsed + rejected + suppressed}, where an
 * accepted record was inserted, updated, restored, found unchanged or, in a delta, deleted. Elements that the mapping
 * of the input filters are counted apart. {@code toString} shows the counts that are not zero.
 */
public interface SyncCounts {

    /**
     * Returns whether the snapshot held a set of this type.
     *
     * @return false if records of this type changed only because of those of the other type
     */
    boolean isFullSet();

    /**
     * Returns the scope of a full set of payments.
     *
     * @return {@link Snapshot#paymentsPaidFrom()}; empty for any other set
     */
    Optional<LocalDate> paidFrom();

    /**
     * Returns the number of elements in the set, without the {@linkplain #filtered filtered} ones.
     *
     * @return 0 or more
     */
    long read();

    /**
     * Returns the number of records that were never seen before.
     *
     * @return 0 or more
     */
    long inserted();

    /**
     * Returns the number of live records whose content changed.
     *
     * @return 0 or more
     */
    long updated();

    /**
     * Returns the number of live records with the same content as before: nothing was written.
     *
     * @return 0 or more
     */
    long unchanged();

    /**
     * Returns the number of deleted records that came back, with their id and creation time. For payments it includes
     * those that came back with their patient, in their last good version.
     *
     * @return 0 or more
     */
    long restored();

    /**
     * Returns the number of live records that are gone. For payments it includes those that were deleted with their
     * patient.
     *
     * @return 0 or more
     */
    long deleted();

    /**
     * Returns the number of payments among the deleted ones that were deleted only because their patient was.
     *
     * @return 0 or more
     */
    long cascaded();

    /**
     * Returns the number of elements that were not accepted; see {@link SyncReport#rejections()}.
     *
     * @return 0 or more
     */
    long rejected();

    /**
     * Returns the number of live records whose only elements were rejected: their last good version stays.
     *
     * @return 0 or more
     */
    long retained();

    /**
     * Returns the number of elements that equal an earlier one.
     *
     * @return 0 or more
     */
    long collapsed();

    /**
     * Returns the number of live records that would have been deleted but were not: an element without a readable id
     * could be one of them, or the sync {@linkplain SyncOptions#withholdDeletions withheld deletions}.
     *
     * @return 0 or more
     */
    long withheld();

    /**
     * Returns the number of elements of erased patients: not validated, not stored, not rejected.
     *
     * @return 0 or more
     */
    long suppressed();

    /**
     * Returns the number of elements that the mapping of the input filtered, for instance since they are of another
     * kind or void: as if the set did not have them. They are not among those {@linkplain #read read}.
     *
     * @return 0 or more; 0 for runs before version 3 of the schema
     */
    long filtered();

    /**
     * Returns whether any record of this type changed.
     *
     * @return true if a record was inserted, updated, restored or deleted
     */
    boolean isChanged();
}
