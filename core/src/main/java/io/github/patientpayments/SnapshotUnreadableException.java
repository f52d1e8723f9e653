package io.github.patientpayments;

import org.jspecify.annotations.Nullable;

/**
 * The source failed while it was read: an {@link java.io.IOException} of the file or stream, or the input deadline
 * passed. Nothing has changed; retryable.
 */
public final class SnapshotUnreadableException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Made by the store.
     *
     * @param message what happened and what to do next
     * @param cause the source's own exception, or null
     */
    public SnapshotUnreadableException(String message, @Nullable Throwable cause) {
        super(message, true, null, cause);
    }
}
