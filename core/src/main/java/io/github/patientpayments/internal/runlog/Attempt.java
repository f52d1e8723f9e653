package io.github.patientpayments.internal.runlog;

import io.github.patientpayments.sync.SyncRun.Kind;
import io.github.patientpayments.sync.SyncRun.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A call of a writing method. It becomes a run when it is committed.
 *
 * @param id identifies the attempt in the run log
 * @param start the start by the monotonic clock, {@link System#nanoTime()}
 */
public record Attempt(UUID id, long start) {

    public static Attempt now() {
        return new Attempt(UUID.randomUUID(), System.nanoTime());
    }

    /** The entry in the run log for a run without input. */
    public SyncRunValue logged(Run run, Kind kind, Status status) {
        return new SyncRunValue(
                run.number(),
                id,
                kind,
                status,
                List.of(),
                run.time(),
                duration(),
                OptionalLong.empty(),
                Optional.empty(),
                SyncCountsValue.NONE,
                SyncCountsValue.NONE);
    }

    public Duration duration() {
        return Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
    }
}
