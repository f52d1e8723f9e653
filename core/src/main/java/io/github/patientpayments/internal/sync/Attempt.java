package io.github.patientpayments.internal.sync;

import java.time.Duration;
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

    Duration duration() {
        return Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
    }
}
