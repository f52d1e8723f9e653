package io.github.patientpayments.internal.query;

import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.internal.history.Place;
import java.util.List;

record FeedPage(List<Change> changes, String next, boolean more) implements ChangePage {

    /** Made of one event more than the page has, if there is one. */
    static FeedPage of(List<Change> read, int limit, long lastRun) {
        if (read.size() <= limit) {
            return new FeedPage(List.copyOf(read), FeedCursor.text(Place.behind(lastRun)), false);
        }
        Change last = read.get(limit - 1);
        long nextRun = read.get(limit).run();
        // Behind whole runs where it can be, so that a purge up to there leaves the cursor usable.
        Place next = nextRun > last.run() ? Place.behind(nextRun - 1) : Place.of(last);
        return new FeedPage(List.copyOf(read.subList(0, limit)), FeedCursor.text(next), true);
    }

    @Override
    public String toString() {
        return "ChangePage[changes=" + changes.size() + ", more=" + more + "]";
    }
}
