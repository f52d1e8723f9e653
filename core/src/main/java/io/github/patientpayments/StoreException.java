package io.github.patientpayments;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store could not do what it was asked to do, and the mirror is what it was before the call, unless the
 * subtype says otherwise ({@link OutcomeUnknownException}).
 *
 * <p>Messages say what to do next and never carry a patient's data. A database's own message may print the row that
 * it stumbled over, so the cause of such an exception is a copy of the driver's exception with its class, SQLState
 * and stack, but without its message.
 *
 * <p>Not sealed, so that a later version can add subtypes.
 */
public abstract class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;
    private final @Nullable String sqlState;

    /**
     * Made by the store.
     *
     * @param message what happened and what to do next
     * @param retryable whether the same call may succeed later
     * @param sqlState the database's SQLState, or null if no database was involved
     * @param cause what was underneath, or null
     */
    protected StoreException(String message, boolean retryable, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
        this.sqlState = sqlState;
    }

    /**
     * Whether the same call, with a source that can be read again, may succeed later without anyone changing anything.
     *
     * @return true for a passing condition
     */
    public boolean isRetryable() {
        return retryable;
    }

    /**
     * The five characters by which the database named the failure.
     *
     * @return the SQLState, empty where the failure did not come from the database
     */
    public Optional<String> sqlState() {
        return Optional.ofNullable(sqlState);
    }
}
