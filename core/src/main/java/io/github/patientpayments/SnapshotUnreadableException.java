package io.github.patientpayments;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a source fails while it is read: the file or stream throws an {@link java.io.IOException}, the input
 * deadline passes, or the thread is interrupted. Nothing has changed. Retryable.
 */
public final class SnapshotUnreadableException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * For internal use.
     *
     * @param message what happened, and what to do next
     * @param cause the source's own exception, or null
     */
    public SnapshotUnreadableException(String message, @Nullable Throwable cause) {
        super(message, true, null, cause);
    }
}
