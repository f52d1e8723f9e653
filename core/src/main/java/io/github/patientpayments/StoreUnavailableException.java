package io.github.patientpayments;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the database cannot be reached or does not carry out a statement. Nothing has changed.
 * {@link #isRetryable()} is true for temporary conditions (a pool without a free connection, a lost connection, a
 * failover, a deadlock, a timeout, a replica that does not have a run yet) and false for all others (a wrong password,
 * a closed pool, a missing privilege, a full disk). {@link #sqlState()} is the database's own, wherever in the chain of
 * causes a pool or a driver puts it. The message has what a pool says about its connections, and nothing of what the
 * database says.
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
