package io.github.patientpayments.micrometer;

import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Observes the syncs of one store, for tracing for instance:
 *
 * <pre>{@code
 * PatientPaymentStore store = PatientPaymentStore.builder(dataSource)
 *         .listener(new SyncObservations(registry, "clinic"))
 *         .build();
 * }</pre>
 *
 * <p>A sync is an observation {@value #SYNC}, from its first phase to its end, in the thread that called it: whatever
 * else is observed meanwhile, such as statements, belongs to it. It has the key values of low cardinality
 * {@code store}, {@code outcome} ({@code applied}, {@code unchanged}, {@code refused} or {@code failed}) and
 * {@code cause} (as in {@link SyncMeters}), and of high cardinality {@code attempt} and, if it is in the run log,
 * {@code run}. A refusal or failure is its error. None carries a person's data. Previews and reverts are not observed.
 *
 * <p>It does not replace {@link SyncMeters}, which know the age of the mirror and every reason of a refusal.
 * Thread-safe.
 */
public final class SyncObservations implements SyncListener {

    /** The name of the observation. */
    public static final String SYNC = "patient.payments.sync";

    private final ObservationRegistry registry;
    private final String store;
    private final Map<UUID, Observed> current = new ConcurrentHashMap<>();

    /**
     * Creates a listener for one store.
     *
     * @param registry where the observations go
     * @param store the key value {@code store}
     */
    public SyncObservations(ObservationRegistry registry, String store) {
        this.registry = registry;
        this.store = store;
    }

    @Override
    public void progress(SyncProgress progress) {
        if (!current.containsKey(progress.attempt())) {
            current.put(progress.attempt(), begin(progress.attempt()));
        }
    }

    @Override
    public void finished(SyncReport report) {
        Observed observed = take(report.attempt());
        observed.observation().highCardinalityKeyValue("run", String.valueOf(report.number()));
        observed.end(report.status().name().toLowerCase(Locale.ROOT), Outcomes.NONE);
    }

    @Override
    public void failed(UUID attempt, Throwable failure) {
        Observed observed = take(attempt);
        observed.observation().error(failure);
        if (failure instanceof SnapshotRefusedException refused
                && refused.report().number() > 0) {
            observed.observation()
                    .highCardinalityKeyValue(
                            "run", String.valueOf(refused.report().number()));
        }
        observed.end(Outcomes.outcome(failure), Outcomes.cause(failure));
    }

    /** What fails before its first phase, for a bad argument, begins at its end. */
    private Observed take(UUID attempt) {
        Observed observed = current.remove(attempt);
        return observed == null ? begin(attempt) : observed;
    }

    private Observed begin(UUID attempt) {
        Observation observation = Observation.createNotStarted(SYNC, registry)
                .contextualName("sync " + store)
                .lowCardinalityKeyValue("store", store)
                .lowCardinalityKeyValue("outcome", Outcomes.NONE)
                .lowCardinalityKeyValue("cause", Outcomes.NONE)
                .highCardinalityKeyValue("attempt", attempt.toString())
                .start();
        return new Observed(observation, observation.openScope());
    }

    private record Observed(Observation observation, Observation.Scope scope) {

        void end(String outcome, String cause) {
            observation.lowCardinalityKeyValue("outcome", outcome).lowCardinalityKeyValue("cause", cause);
            scope.close();
            observation.stop();
        }
    }
}
