package io.github.patientpayments.springboot;

import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several listeners as one: a failure of one is no reason to leave out the others. */
final class SyncListeners implements SyncListener {

    private final List<SyncListener> all;

    private SyncListeners(List<SyncListener> all) {
        this.all = all;
    }

    static Optional<SyncListener> of(List<SyncListener> all) {
        return all.size() > 1
                ? Optional.of(new SyncListeners(all))
                : all.stream().findFirst();
    }

    @Override
    public void progress(SyncProgress progress) {
        each(listener -> listener.progress(progress));
    }

    @Override
    public void finished(SyncReport report) {
        each(listener -> listener.finished(report));
    }

    @Override
    public void failed(UUID attempt, Throwable failure) {
        each(listener -> listener.failed(attempt, failure));
    }

    private void each(Consumer<SyncListener> call) {
        @Nullable RuntimeException first = null;
        for (SyncListener listener : all) {
            try {
                call.accept(listener);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first; // the store logs its class
        }
    }
}
