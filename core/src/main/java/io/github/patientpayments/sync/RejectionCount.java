package io.github.patientpayments.sync;

import io.github.patientpayments.RecordType;

/** How many rejections of a run have the same fault. */
public interface RejectionCount {

    /**
     * Returns the type of the rejected records.
     *
     * @return the type
     */
    RecordType recordType();

    /**
     * Returns the fault.
     *
     * @return the field and the code
     */
    Rejection.Fault fault();

    /**
     * Returns how many of the stored rejections have it.
     *
     * @return 1 or more
     */
    long count();
}
