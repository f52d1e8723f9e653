package io.github.patientpayments.springboot;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.sync.LastSync;
import io.github.patientpayments.sync.SyncRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the stores are up to date. A refusal alone is a detail: the mirror is as good as it was, until it is too old.
 */
final class StoreHealth {

    private final Map<String, PatientPaymentStore> stores;
    private final @Nullable Duration maxAge;
    private final Clock clock;

    StoreHealth(Map<String, PatientPaymentStore> stores, @Nullable Duration maxAge, Clock clock) {
        this.stores = Map.copyOf(stores);
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /** Reads the state of all stores; throws what a store throws that can't be read. */
    State state() {
        boolean upToDate = true;
        Map<String, Object> details = new LinkedHashMap<>();
        for (Map.Entry<String, PatientPaymentStore> store : stores.entrySet()) {
            LastSync last = store.getValue().lastSync();
            upToDate &= isRecent(last.both());
            details.put(store.getKey(), details(last, store.getValue().syncRuns(1)));
        }
        return new State(upToDate, details);
    }

    private boolean isRecent(Optional<SyncRun> last) {
        return maxAge == null
                || last.map(run -> age(run.time()).compareTo(maxAge) <= 0).orElse(false);
    }

    private Duration age(Instant time) {
        return Duration.between(time, clock.instant());
    }

    private Map<String, Object> details(LastSync last, List<SyncRun> newest) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("patients", text(last.patients()));
        details.put("payments", text(last.payments()));
        newest.stream().filter(run -> run.status() == SyncRun.Status.REFUSED).forEach(run -> {
            details.put("refused", run.time().toString());
            details.put("refusedFor", run.refusedFor().toString());
        });
        return details;
    }

    private String text(Optional<SyncRun> last) {
        return last.map(run -> run.time() + ", " + age(run.time()).toSeconds() + " s ago")
                .orElse("never synced");
    }

    /**
     * The state of all stores.
     *
     * @param upToDate whether every store was synced recently enough
     * @param details what is known of each, by the name of its bean
     */
    record State(boolean upToDate, Map<String, Object> details) {}
}
