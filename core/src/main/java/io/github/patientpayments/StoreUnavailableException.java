package io.github.patientpayments;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the database cannot be reached or does not carry out a statement. Nothing has changed.
 * {@link #isRetryable()} is true for temporary conditions (a lost connection, a deadlock, a server that is shutting
 * down, a replica that does not have a run yet) and false for all others (a missing privilege, a full disk).
 */
public final class StoreUnavailableException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * For internal use.
     *
     * @param message what happened, and what to do next
     * @param retryable whether the condition is temporary
     * @param sqlState the database's SQLState, or null
     * @param cause the scrubbed cause, or null
     */
    public StoreUnavailableException(
            String message, boolean retryable, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, retryable, sqlState, cause);
    }
}
