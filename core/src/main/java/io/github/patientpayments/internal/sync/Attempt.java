package io.github.patientpayments.internal.sync;

import io.github.patientpayments.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call of {@code sync}, which becomes a run if it comes to its end.
 *
 * @param id what the run log knows it by
 * @param start of the clock that only goes forward
 * @param asOf when the external system was in the state that is to be mirrored; in microseconds, as databases keep it
 */
record Attempt(UUID id, long start, @Nullable Instant asOf) {

    static Attempt at(Snapshot snapshot) {
        Instant asOf =
                snapshot.asOf().map(time -> time.truncatedTo(ChronoUnit.MICROS)).orElse(null);
        return new Attempt(UUID.randomUUID(), System.nanoTime(), asOf);
    }

    Duration duration() {
        return Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
    }
}
