package io.github.patientpayments.sync;

import io.github.patientpayments.PatientPaymentStore;
import java.util.List;

/**
 * What a sync did: its run, and the first rejections. {@code toString} is meant for people to read; of the first
 * rejections it shows ids and codes, but none of their content.
 */
public interface SyncReport extends SyncRun {

    /** The greatest number of rejections in a report; {@link PatientPaymentStore#rejections} returns the others. */
    int MAX_REJECTIONS = 100;

    /**
     * Returns the first rejections: patients before payments, each in the order of the input.
     *
     * @return unmodifiable, at most {@value #MAX_REJECTIONS}
     */
    List<Rejection> rejections();
}
