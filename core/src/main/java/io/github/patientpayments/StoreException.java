package io.github.patientpayments;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the store could not complete a call. The store is as it was before the call, unless the subtype says
 * otherwise ({@link OutcomeUnknownException}).
 *
 * <p>Messages say what to do next and never contain a patient's data. A database's own message may print the row that
 * failed, so the cause of such an exception is a copy of the driver's exception with its class, SQLState and stack
 * trace, but without its message.
 *
 * <p>Not sealed, so that subtypes can be added.
 */
public abstract class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;
    private final @Nullable String sqlState;

    /**
     * For internal use.
     *
     * @param message what happened, and what to do next
     * @param retryable whether the same call may succeed later
     * @param sqlState the database's SQLState; null or empty if there is none
     * @param cause the underlying cause, or null
     */
    protected StoreException(String message, boolean retryable, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
        this.sqlState = sqlState == null || sqlState.isBlank() ? null : sqlState;
    }

    /**
     * Returns whether the same call, with a source that can be read again, may succeed later without any intervention.
     *
     * @return true for a temporary condition
     */
    public boolean isRetryable() {
        return retryable;
    }

    /**
     * Returns the SQLState: the five characters by which the database identifies the failure.
     *
     * @return five characters; empty if neither the database nor its driver gave one
     */
    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }
}
