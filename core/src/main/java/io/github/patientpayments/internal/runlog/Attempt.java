package io.github.patientpayments.internal.runlog;

import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncRun;
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
 * @param given whether the host has given the id
 * @param start the start by the monotonic clock, {@link System#nanoTime()}
 * @param note goes into the run log
 */
public record Attempt(UUID id, boolean given, long start, Optional<String> note) {

    public static Attempt now() {
        return of(SyncOptions.defaults());
    }

    public static Attempt of(SyncOptions options) {
        return new Attempt(
                options.attempt().orElseGet(UUID::randomUUID),
                options.attempt().isPresent(),
                System.nanoTime(),
                options.note());
    }

    /** Finds out early that a host has given the id of another run: the log would not take it in the end. */
    public void checkNew(Transaction transaction) {
        Optional<SyncRun> known = given ? RunLog.ofAttempt(transaction.dsl(), id) : Optional.empty();
        if (known.isPresent()) {
            throw new IllegalArgumentException("Attempt " + id + " is run "
                    + known.get().number() + " already, and nothing was changed: give each sync an id of its own");
        }
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
                note,
                SyncCountsValue.NONE,
                SyncCountsValue.NONE);
    }

    public Duration duration() {
        return Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
    }
}
