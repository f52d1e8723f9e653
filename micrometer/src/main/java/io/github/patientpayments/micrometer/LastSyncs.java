package io.github.patientpayments.micrometer;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.sync.LastSync;
import io.github.patientpayments.sync.SyncRun;
import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The last syncs of a store, read now and then. Thread-safe. */
final class LastSyncs {

    private static final long KEPT_MILLIS = Duration.ofSeconds(10).toMillis();

    private final PatientPaymentStore store;
    private final Clock clock;
    private @Nullable LastSync last;
    private volatile boolean expired = true;
    private long readAt;

    LastSyncs(PatientPaymentStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** In seconds, NaN if there was none. */
    Double age(Function<LastSync, Optional<SyncRun>> type) {
        LastSync known = last();
        return known == null
                ? Double.NaN
                : type.apply(known)
                        .map(run -> (clock.wallTime() - run.time().toEpochMilli()) / 1e3)
                        .orElse(Double.NaN);
    }

    /** Does not wait for a reader, who may wait for a connection: a sync calls it. */
    void expire() {
        expired = true;
    }

    private synchronized @Nullable LastSync last() {
        long now = clock.wallTime();
        if (expired || Math.abs(now - readAt) >= KEPT_MILLIS) {
            expired = false;
            readAt = now;
            try {
                last = store.lastSync();
            } catch (StoreException e) {
                return last; // the age of what was known goes on growing
            }
        }
        return last;
    }
}
