package io.github.patientpayments.sync;

import java.util.concurrent.atomic.AtomicBoolean;

/** Counts the uses of a source: a one-shot source has one. Thread-safe. */
final class SourceUse {

    private final boolean repeatable;
    private final AtomicBoolean used = new AtomicBoolean();

    SourceUse(boolean repeatable) {
        this.repeatable = repeatable;
    }

    boolean repeatable() {
        return repeatable;
    }

    void next() {
        if (used.getAndSet(true) && !repeatable) {
            throw new IllegalStateException(
                    "A one-shot source can be used for one sync only, and this one was used before:"
                            + " pass a new stream, or a source that can be opened again");
        }
    }
}
