package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.SnapshotUnreadableException;
import io.github.patientpayments.internal.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the input of a sync may be read, unless the thread is interrupted. What happens between the readings of its
 * sets does not count.
 */
public final class Deadline {

    private final @Nullable Duration limit;
    private long readBefore;
    private long start;

    /** Without a limit, the deadline never passes. */
    public Deadline(@Nullable Duration limit) {
        this.limit = limit;
    }

    /** Returns a deadline of its own for a reading that may have to be repeated. */
    public Deadline copy() {
        Deadline copy = new Deadline(limit);
        copy.readBefore = readBefore;
        return copy;
    }

    void begin() {
        start = System.nanoTime();
    }

    void end() {
        readBefore += System.nanoTime() - start;
    }

    /** Called during a reading. An interruption ends it, and the thread stays interrupted. */
    void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        if (limit != null && readBefore + System.nanoTime() - start > limit.toNanos()) {
            throw new SnapshotUnreadableException(
                    "The input was not read within " + Durations.text(limit)
                            + "; nothing was changed. Call again when the source is"
                            + " faster, or allow more time with inputDeadline(…).",
                    null);
        }
    }

    static SnapshotUnreadableException interrupted() {
        return new SnapshotUnreadableException(
                "The thread was interrupted while it read the input; nothing was changed. Call again.",
                new InterruptedException());
    }
}
