package io.github.patientpayments;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the store's schema is missing, damaged, or older or newer than this version of the library needs, or if the
 * database has a setting with which the store can't work. Detected at the first call and by
 * {@link PatientPaymentStore#migrate()}; the message names the remedy. Nothing has changed.
 */
public final class SchemaMismatchException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * For internal use.
     *
     * @param message what happened, and what to do next
     * @param sqlState the database's SQLState, or null
     * @param cause the scrubbed cause, or null
     */
    public SchemaMismatchException(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, false, sqlState, cause);
    }
}
