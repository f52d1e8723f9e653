package io.github.patientpayments.internal.history;

import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import java.util.List;

public record ChangePageValue(List<Change> changes, String next, boolean hasMore) implements ChangePage {

    /** Creates a page. If another event follows it, that is the last one in {@code read}. */
    public static ChangePageValue of(List<Change> read, int limit, long lastRun) {
        if (read.size() <= limit) {
            return new ChangePageValue(List.copyOf(read), FeedCursor.text(FeedPosition.endOf(lastRun)), false);
        }
        Change last = read.get(limit - 1);
        long nextRun = read.get(limit).runNumber();
        // At the end of a run where possible, so that the cursor stays usable after a purge up to there.
        FeedPosition next = nextRun > last.runNumber() ? FeedPosition.endOf(nextRun - 1) : FeedPosition.of(last);
        return new ChangePageValue(List.copyOf(read.subList(0, limit)), FeedCursor.text(next), true);
    }

    @Override
    public String toString() {
        return "ChangePage[changes=" + changes.size() + ", more=" + hasMore + "]";
    }
}
