package io.github.patientpayments;

/**
 * The question reaches back before the horizon that a {@link PatientPaymentStore#purge purge} has set, where only a
 * part of the answer is left. Not retryable.
 */
public final class HistoryPurgedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by the store.
     *
     * @param message what is gone and what can still be asked
     */
    public HistoryPurgedException(String message) {
        super(message, false, null, null);
    }
}
