package io.github.patientpayments.examples.service.held;

import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reports which attempt the decision of this thread has become, and passes everything on. Thread-safe. */
public final class Attempts implements SyncListener {

    private static final ThreadLocal<Optional<Consumer<UUID>>> HEARD = ThreadLocal.withInitial(Optional::empty);

    private final SyncListener next;

    /**
     * Creates a listener.
     *
     * @param next hears the same
     */
    public Attempts(SyncListener next) {
        this.next = next;
    }

    /** Syncs, and reports the attempt once, before it can change anything. */
    <T> T heard(Consumer<UUID> attempt, Supplier<T> sync) {
        HEARD.set(Optional.of(attempt));
        try {
            return sync.get();
        } finally {
            HEARD.remove();
        }
    }

    @Override
    public void progress(SyncProgress progress) {
        Optional<Consumer<UUID>> once = HEARD.get();
        HEARD.remove();
        once.ifPresent(consumer -> consumer.accept(progress.attempt()));
        next.progress(progress);
    }

    @Override
    public void finished(SyncReport report) {
        next.finished(report);
    }

    @Override
    public void failed(UUID attempt, Throwable failure) {
        next.failed(attempt, failure);
    }
}
