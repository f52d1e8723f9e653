package io.github.patientpayments.internal.history;

import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import java.util.List;

public record ChangePageValue(List<Change> changes, String next, boolean hasMore) implements ChangePage {

    /** Made of one event more than the page has, if there is one. */
    public static ChangePageValue of(List<Change> read, int limit, long lastRun) {
        if (read.size() <= limit) {
            return new ChangePageValue(List.copyOf(read), FeedCursor.text(FeedPosition.behind(lastRun)), false);
        }
        Change last = read.get(limit - 1);
        long nextRun = read.get(limit).runNumber();
        // Behind whole runs where it can be, so that a purge up to there leaves the cursor usable.
        FeedPosition next = nextRun > last.runNumber() ? FeedPosition.behind(nextRun - 1) : FeedPosition.of(last);
        return new ChangePageValue(List.copyOf(read.subList(0, limit)), FeedCursor.text(next), true);
    }

    @Override
    public String toString() {
        return "ChangePage[changes=" + changes.size() + ", more=" + hasMore + "]";
    }
}
