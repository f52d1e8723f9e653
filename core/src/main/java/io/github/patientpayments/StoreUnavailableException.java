package io.github.patientpayments;

import org.jspecify.annotations.Nullable;

/**
 * The database could not be reached, or did not carry out a statement. Nothing has changed. {@link #isRetryable()} is
 * true for passing conditions (a lost connection, a deadlock, a server that is shutting down), false for the others
 * (a missing right, a full disk).
 */
public final class StoreUnavailableException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by the store.
     *
     * @param message what happened and what to do next
     * @param retryable whether the condition is a passing one
     * @param sqlState the database's SQLState, or null
     * @param cause the scrubbed cause, or null
     */
    public StoreUnavailableException(
            String message, boolean retryable, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, retryable, sqlState, cause);
    }
}
