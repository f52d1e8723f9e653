package io.github.patientpayments.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncObservationsTest {

    private static final String ONE = "[{\"externalId\":\"8\",\"firstName\":\"Roy\",\"lastName\":\"Batti\"}]";

    private final List<Observation.Context> ended = new ArrayList<>();
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final JdbcDataSource database = new JdbcDataSource();
    private PatientPaymentStore store;

    @BeforeEach
    void migrate() {
        registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
            @Override
            public void onStop(Observation.Context context) {
                ended.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        store = store(new SyncObservations(registry, "north"));
        store.migrate();
    }

    @Test
    void aSyncIsObservedWithItsOutcome() {
        SyncReport report = store.sync(patients(ONE));

        assertThat(ended).hasSize(1);
        Observation.Context sync = ended.get(0);
        assertThat(sync.getName()).isEqualTo("patient.payments.sync");
        assertThat(value(sync, "store")).isEqualTo("north");
        assertThat(value(sync, "outcome")).isEqualTo("applied");
        assertThat(value(sync, "cause")).isEqualTo("none");
        assertThat(value(sync, "run")).isEqualTo("1");
        assertThat(value(sync, "attempt")).isEqualTo(report.attempt().toString());
        assertThat(registry.getCurrentObservation()).isNull();
    }

    @Test
    void whatIsObservedMeanwhileBelongsToIt() {
        store.sync(Snapshot.builder()
                .patients(Source.once(Stream.of(PatientData.of("8", "Roy", "Batti", null))
                        .peek(patient -> Observation.start("child", registry).stop())))
                .build());

        assertThat(ended).extracting(Observation.Context::getName).containsExactly("child", "patient.payments.sync");
        assertThat(ended.get(0).getParentObservation().getContextView()).isSameAs(ended.get(1));
    }

    @Test
    void aRefusalAndAFailureAreErrors() {
        store.sync(patients(ONE));
        assertThatThrownBy(() -> store.sync(patients("[]"))).isInstanceOf(SnapshotRefusedException.class);
        assertThatThrownBy(() -> store.sync(patients("["))).isInstanceOf(InvalidSnapshotException.class);

        assertThat(value(ended.get(1), "outcome")).isEqualTo("refused");
        assertThat(value(ended.get(1), "cause")).isEqualTo("EMPTY");
        assertThat(value(ended.get(1), "run")).isEqualTo("2");
        assertThat(ended.get(1).getError()).isInstanceOf(SnapshotRefusedException.class);
        assertThat(value(ended.get(2), "outcome")).isEqualTo("failed");
        assertThat(value(ended.get(2), "cause")).isEqualTo(InvalidSnapshotException.class.getName());
        assertThat(registry.getCurrentObservation()).isNull();
    }

    /** Prometheus takes no second meter of one name with other tags. */
    @Test
    void itsTimerDoesNotCollideWithTheMeters() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        prometheus.throwExceptionOnRegistrationFailure();
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(prometheus));
        SyncMeters meters = new SyncMeters(prometheus, "north");
        SyncObservations observations = new SyncObservations(registry, "north");
        List<RuntimeException> failures = new ArrayList<>();
        store = store(new SyncListener() {
            @Override
            public void progress(SyncProgress progress) {
                meters.progress(progress);
                observations.progress(progress);
            }

            @Override
            public void finished(SyncReport report) {
                try {
                    meters.finished(report);
                    observations.finished(report);
                } catch (RuntimeException e) {
                    failures.add(e); // the store only logs it
                }
            }
        });

        store.sync(patients(ONE));

        assertThat(failures).isEmpty();
        assertThat(prometheus.scrape())
                .contains("patient_payments_sync_duration_seconds_count", "patient_payments_sync_seconds_count");
    }

    private PatientPaymentStore store(SyncListener listener) {
        return PatientPaymentStore.builder(database).listener(listener).build();
    }

    private static String value(Observation.Context context, String key) {
        return context.getAllKeyValues().stream()
                .filter(each -> each.getKey().equals(key))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static Snapshot patients(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return Snapshot.builder()
                .patients(Source.json(() -> new ByteArrayInputStream(bytes)))
                .build();
    }
}
