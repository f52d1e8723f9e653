package io.github.patientpayments.sync;

import io.github.patientpayments.history.Change;
import java.util.List;

/**
 * What a sync would do. {@code toString} is meant for people to read, and shows ids and codes only.
 *
 * <pre>{@code
 * Preview preview = store.preview(snapshot, 50);
 * preview.changes().forEach(change -> show(change));
 * if (preview.refusals().isEmpty()) {
 *     store.sync(snapshot, SyncOptions.defaults().onBase(preview.baseRun()));
 * }
 * }</pre>
 */
public interface Preview {

    /** The greatest number of changes in a preview. */
    int MAX_CHANGES = 1_000;

    /**
     * Returns the last run that had changed the mirror. With {@link SyncOptions#onBase} a sync makes sure that it
     * applies what was previewed.
     *
     * @return 0 for a store that was never filled
     */
    long baseRun();

    /**
     * Returns the report of that sync. Its number and time are those that the run would have had; there is no such run
     * in the log.
     *
     * @return the report; its status is {@link SyncRun.Status#REFUSED} if the sync would be refused
     */
    SyncReport report();

    /**
     * Returns why the sync would be refused.
     *
     * @return every reason, with its figures; empty if it would not be refused
     */
    List<Refusal> refusals();

    /**
     * Returns the first changes, field by field, in the order of the change feed.
     *
     * @return unmodifiable; returned even if the sync would be refused
     */
    List<Change> changes();
}
