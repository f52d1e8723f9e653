package io.github.patientpayments;

/**
 * Thrown by a query that reaches back before the horizon that a {@link PatientPaymentStore#purge purge} has set, where
 * only a part of the result is left; and by a page by name whose cursor is that of a patient who is erased now. Not
 * retryable.
 */
public final class HistoryPurgedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * For internal use.
     *
     * @param message what is gone, and what can still be queried
     */
    public HistoryPurgedException(String message) {
        super(message, false, null, null);
    }
}
