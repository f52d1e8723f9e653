package io.github.patientpayments;

/**
 * Thrown if a key by which erased patients are recognized is missing. Without it the next snapshot would bring them
 * back, so nothing is synced. Not retryable: build the store with the right
 * {@link PatientPaymentStore.Builder#erasureKey keys}.
 */
public final class ErasureKeyException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * For internal use.
     *
     * @param message what to do
     */
    public ErasureKeyException(String message) {
        super(message, false, null, null);
    }
}
