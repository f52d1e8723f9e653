package io.github.patientpayments;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the connection is lost during the commit: the snapshot was applied in full or not at all, and only the
 * database knows which. Call {@link PatientPaymentStore#syncRun(UUID)} with {@link #attempt()} to find out. Syncing the
 * same snapshot again is safe in both cases. The store never retries it by itself.
 *
 * <p>If the database refuses the commit, for instance by a deferred trigger of the host, nothing was changed, and a
 * {@link StoreUnavailableException} is thrown instead.
 */
public final class OutcomeUnknownException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final UUID attempt;

    /**
     * For internal use.
     *
     * @param attempt the attempt whose outcome is unknown
     * @param sqlState the database's SQLState, or null
     * @param cause the scrubbed cause, or null
     */
    public OutcomeUnknownException(UUID attempt, @Nullable String sqlState, @Nullable Throwable cause) {
        super(
                "The connection was lost during COMMIT, so it is unknown whether attempt " + attempt
                        + " was applied. Call syncRun(attempt): if it returns a run, the snapshot was applied in full;"
                        + " if not, nothing was changed. Syncing the same snapshot again is safe in both cases.",
                true,
                sqlState,
                cause);
        this.attempt = attempt;
    }

    /**
     * Returns the attempt, as the run log has it if it was applied.
     *
     * @return its UUID
     */
    public UUID attempt() {
        return attempt;
    }
}
