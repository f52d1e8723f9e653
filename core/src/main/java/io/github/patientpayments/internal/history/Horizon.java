package io.github.patientpayments.internal.history;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.HistoryPurgedException;
import org.jooq.DSLContext;

/**
 * The limit of the past that can be queried after a purge.
 *
 * @param run the oldest run that can still be queried
 */
public record Horizon(long run) {

    public static Horizon of(DSLContext dsl) {
        return new Horizon(dsl.select(STORE_STATE.HORIZON_RUN)
                .from(STORE_STATE)
                .fetchSingle()
                .value1());
    }

    public void checkRun(long requested) {
        if (requested < run) {
            throw new HistoryPurgedException("The mirror as run " + requested
                    + " left it was purged: the oldest run that can still be queried is " + run);
        }
    }

    public void checkRejections(long requested) {
        if (requested > 0 && requested <= run) {
            throw new HistoryPurgedException(
                    "The rejections of run " + requested + " were purged, like those of all runs up to " + run);
        }
    }

    public void checkPosition(FeedPosition requested) {
        if (requested.compareTo(FeedPosition.endOf(run)) < 0) {
            throw new HistoryPurgedException("Events after this cursor were purged, up to run " + run
                    + ": read the mirror again and continue from cursorAfter(run) with the run at which it was read");
        }
    }
}
