package io.github.patientpayments.internal.runlog;

import io.github.patientpayments.sync.SyncRun.Kind;
import io.github.patientpayments.sync.SyncRun.Status;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A call of a writing method, which becomes a run if it comes to its end.
 *
 * @param id what the run log knows it by
 * @param start of the clock that only goes forward
 */
public record Attempt(UUID id, long start) {

    public static Attempt now() {
        return new Attempt(UUID.randomUUID(), System.nanoTime());
    }

    /** The line in the log of a run that reads nothing. */
    public SyncRunValue logged(Run run, Kind kind, Status status) {
        return new SyncRunValue(
                run.number(),
                id,
                kind,
                status,
                List.of(),
                run.time(),
                duration(),
                null,
                SyncCountsValue.NONE,
                SyncCountsValue.NONE);
    }

    public Duration duration() {
        return Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
    }
}
