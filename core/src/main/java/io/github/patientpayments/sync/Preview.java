package io.github.patientpayments.sync;

import io.github.patientpayments.history.Change;
import java.util.List;

/**
 * What a sync would do. Made by the store: immutable and thread-safe; {@code toString} is for a person to read, and
 * tells ids and codes alone. Later versions may add methods.
 */
public interface Preview {

    /** How many changes a preview shows at the most. */
    int MAX_CHANGES = 1_000;

    /**
     * The last run that had changed the mirror. With {@link SyncOptions#onBase} a sync makes sure that what is applied
     * is what was seen here.
     *
     * @return 0 for a store that was never filled
     */
    long baseRun();

    /**
     * The report of that sync. Its number and time are those that the run would have had; there is no such run in the
     * log.
     *
     * @return the report; {@link SyncRun.Status#REFUSED} if it would be refused
     */
    SyncReport report();

    /**
     * Why it would be refused.
     *
     * @return every reason, with its figures; empty if it would not
     */
    List<Refusal> refusals();

    /**
     * The first changes, field by field, in the order in which the change feed would tell them.
     *
     * @return unmodifiable; also if it would be refused
     */
    List<Change> changes();
}
