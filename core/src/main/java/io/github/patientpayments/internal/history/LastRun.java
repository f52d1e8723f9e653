package io.github.patientpayments.internal.history;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.StoreUnavailableException;
import org.jooq.DSLContext;

/**
 * The last run that this database has. On a lagging replica, it is not the store's last run.
 *
 * @param run its number; 0 before the first
 */
public record LastRun(long run) {

    public static LastRun of(DSLContext dsl) {
        return new LastRun(
                dsl.select(STORE_STATE.LAST_RUN).from(STORE_STATE).fetchSingle().value1());
    }

    /** Before a query that needs the data of a run, since a run that comes in between would be taken for read. */
    public void checkReached(long requested) {
        if (requested > run) {
            throw new StoreUnavailableException(
                    "The database does not have run " + requested + " yet: its last one is run " + run
                            + ". A lagging replica will have it soon, so call again later. If it is no replica,"
                            + " the run is one of another store, or was lost when a backup was restored: read the"
                            + " mirror again and continue from cursorAfter(run) with the run at which it was read",
                    true,
                    null,
                    null);
        }
    }
}
