package io.github.patientpayments.sync;

import io.github.patientpayments.PatientPaymentStore;
import java.math.BigDecimal;
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

    /**
     * Returns the number of payments that are missing for no other reason than that their patient was rejected: all
     * elements of the patient in this input are invalid, the store has no earlier version of it, and none of the
     * payment. Not kept in the run log.
     *
     * @return 0 or more; a payment that is repeated counts once, with its first amount; 0 if the input has no patients,
     *     since it does not say why a patient is unknown
     */
    long paymentsRejectedWithPatients();

    /**
     * Returns the sum of the {@linkplain #paymentsRejectedWithPatients payments that were rejected with their
     * patients}: what the payment totals of the mirror lack.
     *
     * @return with at least two decimals; refunds are subtracted
     */
    BigDecimal amountRejectedWithPatients();

    /**
     * Returns the number of deletions in a delta that name a record which the store does not know, not even as a
     * deleted one. They have no effect, and count as unchanged. Not kept in the run log.
     *
     * @return 0 or more, of both types; 0 for a full set
     */
    long unknownDeletions();
}
