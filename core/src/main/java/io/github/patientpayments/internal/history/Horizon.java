package io.github.patientpayments.internal.history;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.HistoryPurgedException;
import org.jooq.DSLContext;

/**
 * What a purge has left.
 *
 * @param run the oldest run that can be asked for
 */
public record Horizon(long run) {

    public static Horizon of(DSLContext dsl) {
        return new Horizon(dsl.select(STORE_STATE.HORIZON_RUN)
                .from(STORE_STATE)
                .fetchSingle()
                .value1());
    }

    public void checkRun(long asked) {
        if (asked < run) {
            throw new HistoryPurgedException("The mirror as run " + asked
                    + " left it was purged: the oldest run that can" + " still be asked for is " + run);
        }
    }

    public void checkRejections(long asked) {
        if (asked > 0 && asked <= run) {
            throw new HistoryPurgedException(
                    "The rejections of run " + asked + " were purged, like those of all runs up" + " to " + run);
        }
    }

    public void checkPlace(FeedPosition asked) {
        if (asked.compareTo(FeedPosition.behind(run)) < 0) {
            throw new HistoryPurgedException("Events behind this cursor were purged, up to run " + run
                    + ": read the mirror anew and go on from cursorAfter(run) of the run that it was read at");
        }
    }
}
