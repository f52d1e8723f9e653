package io.github.patientpayments.sync;

import io.github.patientpayments.PatientPaymentStore;
import java.util.List;

/**
 * What a sync did. Made by the store: immutable and thread-safe; {@code toString} is for a person to read, and tells ids
 * and codes of the first rejections, but nothing of their content.
 */
public interface SyncReport extends SyncRun {

    /** How many rejections a report holds at the most; the others are in {@link PatientPaymentStore#rejections}. */
    int MAX_REJECTIONS = 100;

    /**
     * The first rejections: patients before payments, each in the order of the input.
     *
     * @return unmodifiable, at most {@value #MAX_REJECTIONS}
     */
    List<Rejection> rejections();
}
