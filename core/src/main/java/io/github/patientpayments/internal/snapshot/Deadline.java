package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.SnapshotUnreadableException;
import io.github.patientpayments.internal.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time by which the input of a sync must have been read. */
public final class Deadline {

    private final @Nullable Duration limit;
    private final long start = System.nanoTime();

    /** Starts the clock. Without a limit, the deadline never passes. */
    public Deadline(@Nullable Duration limit) {
        this.limit = limit;
    }

    void check() {
        if (limit != null && System.nanoTime() - start > limit.toNanos()) {
            throw new SnapshotUnreadableException(
                    "The input was not read within " + Durations.text(limit)
                            + "; nothing was changed. Call again when the source is"
                            + " faster, or allow more time with inputDeadline(…).",
                    null);
        }
    }
}
