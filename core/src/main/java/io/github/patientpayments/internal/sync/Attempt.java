package io.github.patientpayments.internal.sync;

import io.github.patientpayments.SyncRun.Kind;
import io.github.patientpayments.SyncRun.Status;
import io.github.patientpayments.internal.db.Counts;
import io.github.patientpayments.internal.db.LoggedRun;
import io.github.patientpayments.internal.db.Run;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A call of a writing method, which becomes a run if it comes to its end.
 *
 * @param id what the run log knows it by
 * @param start of the clock that only goes forward
 */
record Attempt(UUID id, long start) {

    static Attempt now() {
        return new Attempt(UUID.randomUUID(), System.nanoTime());
    }

    /** The line in the log of a run that reads nothing. */
    LoggedRun logged(Run run, Kind kind, Status status) {
        return new LoggedRun(
                run.number(), id, kind, status, List.of(), run.time(), duration(), null, Counts.NONE, Counts.NONE);
    }

    Duration duration() {
        return Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
    }
}
