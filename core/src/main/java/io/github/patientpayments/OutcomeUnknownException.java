package io.github.patientpayments;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The connection was lost while the commit was under way: the snapshot has been applied whole, or not at all, and
 * only the database knows which. {@link PatientPaymentStore#syncRun(UUID)} with {@link #attempt()} tells it. Syncing the
 * same snapshot again is safe either way. Never retried by the store itself.
 */
public final class OutcomeUnknownException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final UUID attempt;

    /**
     * Made by the store.
     *
     * @param attempt the attempt whose outcome is unknown
     * @param sqlState the database's SQLState, or null
     * @param cause the scrubbed cause, or null
     */
    public OutcomeUnknownException(UUID attempt, @Nullable String sqlState, @Nullable Throwable cause) {
        super(
                "The connection was lost during COMMIT, so it is unknown whether attempt " + attempt
                        + " was applied. Ask syncRun(attempt): if it is there, the snapshot was applied whole; if not,"
                        + " nothing was changed. Syncing the same snapshot again is safe either way.",
                true,
                sqlState,
                cause);
        this.attempt = attempt;
    }

    /**
     * The attempt, as it stands in the run log if it was applied.
     *
     * @return its UUID
     */
    public UUID attempt() {
        return attempt;
    }
}
