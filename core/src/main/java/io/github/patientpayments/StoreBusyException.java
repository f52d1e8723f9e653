package io.github.patientpayments;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if another writer, perhaps in another process, holds the store's lock for longer than the lock timeout, or, on
 * H2, if the thread is interrupted while it waits. The message says by which run, and since when, unless the database
 * hides it. Nothing has changed. Retryable.
 */
public final class StoreBusyException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * For internal use.
     *
     * @param message what happened, and what to do next
     * @param sqlState the database's SQLState, or null
     * @param cause the scrubbed cause, or null
     */
    public StoreBusyException(String message, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, true, sqlState, cause);
    }
}
