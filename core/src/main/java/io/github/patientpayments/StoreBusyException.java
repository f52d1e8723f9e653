package io.github.patientpayments;

import org.jspecify.annotations.Nullable;

/**
 * Another writer, perhaps in another process, held the store's lock for longer than the lock timeout. Nothing has
 * changed; retryable.
 */
public final class StoreBusyException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by the store.
     *
     * @param message what happened and what to do next
     * @param sqlState the database's SQLState
     * @param cause the scrubbed cause
     */
    public StoreBusyException(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, true, sqlState, cause);
    }
}
