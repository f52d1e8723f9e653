package io.github.patientpayments.examples.common;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real store, and a clock that stands still except for two seconds in each phase. */
class SyncMetersTest {

    private static final String GOOD = "[{\"externalId\":\"8\",\"firstName\":\"Roy\",\"lastName\":\"Batti\"},"
            + "{\"externalId\":\"9\",\"firstName\":\"J.\",\"lastName\":\"Sebastian\"}]";
    private static final String ONE_BAD = GOOD.replace("J.", "");

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final SyncMeters meters = new SyncMeters(registry, "north");
    private final JdbcDataSource database = new JdbcDataSource();
    private PatientPaymentStore store;

    @BeforeEach
    void migrate() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        store = store(new Ticking(meters, clock));
        store.migrate();
    }

    @Test
    void aSyncIsTimedByItsOutcome() {
        double first = ticks(() -> store.sync(patients(GOOD)));
        double second = ticks(() -> store.sync(patients(GOOD)));

        assertThat(first).isGreaterThan(second).isPositive();
        assertThat(timer("applied", "none").totalTime(SECONDS)).isEqualTo(first);
        assertThat(timer("unchanged", "none").totalTime(SECONDS)).isEqualTo(second);
        assertThat(registry.find(SyncMeters.SYNCS).timers()).hasSize(2);
    }

    @Test
    void recordsAreCountedByTypeAndOutcome() {
        store.sync(patients(ONE_BAD));
        store.sync(patients(ONE_BAD.replace("Batti", "Batty")));

        assertThat(records("patients", "inserted")).isEqualTo(1);
        assertThat(records("patients", "updated")).isEqualTo(1);
        assertThat(records("patients", "rejected")).isEqualTo(2);
        assertThat(records("payments", "inserted")).isZero();
    }

    @Test
    void aRefusalIsCountedByItsReasonAndCountsNoRecords() {
        store.sync(patients(ONE_BAD));

        fails(patients("[{}]"), SnapshotRefusedException.class);

        assertThat(timer("refused", "ALL_REJECTED").count()).isEqualTo(1);
        assertThat(records("patients", "rejected")).isEqualTo(1);
    }

    @Test
    void aFailureIsCountedByItsClass() {
        double seconds = ticks(() -> fails(patients("["), InvalidSnapshotException.class));

        assertThat(seconds).isPositive();
        assertThat(timer("failed", InvalidSnapshotException.class.getName()).totalTime(SECONDS))
                .isEqualTo(seconds);
    }

    @Test
    void aFailureBeforeTheFirstPhaseIsCounted() {
        Snapshot once = Snapshot.builder()
                .patients(Source.once(Stream.<PatientData>of()))
                .build();
        store.sync(once);

        fails(once, IllegalStateException.class);

        Timer failed = timer("failed", IllegalStateException.class.getName());
        assertThat(failed.count()).isEqualTo(1);
        assertThat(failed.totalTime(SECONDS)).isZero();
    }

    /** The second time the content is looked at first, and then read again since it is another. */
    @Test
    void theBytesOfEachSyncAreCountedOnce() {
        store.sync(patients(GOOD));
        store.sync(patients(GOOD.replace("J.", "J. F.")));

        assertThat(registry.get(SyncMeters.BYTES).counter().count()).isEqualTo(2 * GOOD.length() + 3);
    }

    @Test
    void theAgeGrowsUntilTheNextSuccess() {
        assertThat(age()).isNaN();

        store.sync(patients(GOOD));
        clock.add(Duration.ofHours(26));
        fails(patients("[]"), SnapshotRefusedException.class);
        fails(patients("["), InvalidSnapshotException.class);
        assertThat(age()).isCloseTo(26 * 3600, within(60.0));

        store.sync(patients(GOOD));
        assertThat(age()).isCloseTo(0, within(60.0));
    }

    @Test
    void theAgeOutlivesARestart() {
        store.sync(patients(GOOD));
        clock.add(Duration.ofHours(26));
        fails(patients("[]"), SnapshotRefusedException.class);
        store.purge(Instant.EPOCH);

        SimpleMeterRegistry next = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        SyncMeters restarted = new SyncMeters(next, "north");
        restarted.resume(store(restarted));

        assertThat(next.get(SyncMeters.AGE).timeGauge().value(SECONDS)).isCloseTo(26 * 3600, within(60.0));
    }

    @Test
    void twoStoresHaveSeparateMeters() {
        new SyncMeters(registry, "south");

        store.sync(patients(GOOD));

        assertThat(age()).isNotNaN();
        assertThat(registry.get(SyncMeters.AGE)
                        .tag("store", "south")
                        .timeGauge()
                        .value(SECONDS))
                .isNaN();
    }

    private double ticks(Runnable work) {
        double start = clock.wallTime();
        work.run();
        return (clock.wallTime() - start) / 1e3;
    }

    private void fails(Snapshot snapshot, Class<? extends RuntimeException> with) {
        assertThatThrownBy(() -> store.sync(snapshot)).isInstanceOf(with);
    }

    private Timer timer(String outcome, String cause) {
        return registry.get(SyncMeters.SYNCS)
                .tags("store", "north", "outcome", outcome, "cause", cause)
                .timer();
    }

    private double records(String type, String fate) {
        Counter counter = registry.get(SyncMeters.RECORDS)
                .tags("store", "north", "type", type, "fate", fate)
                .counter();
        return counter.count();
    }

    private double age() {
        return registry.get(SyncMeters.AGE).tag("store", "north").timeGauge().value(SECONDS);
    }

    private PatientPaymentStore store(SyncListener listener) {
        InstantSource wall = () -> Instant.ofEpochMilli(clock.wallTime());
        return PatientPaymentStore.builder(database)
                .clock(wall.withZone(ZoneOffset.UTC))
                .listener(listener)
                .build();
    }

    private static Snapshot patients(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return Snapshot.builder()
                .patients(Source.json(() -> new ByteArrayInputStream(bytes)))
                .build();
    }

    /** Every phase takes two seconds. */
    private record Ticking(SyncListener listener, MockClock clock) implements SyncListener {

        @Override
        public void progress(SyncProgress progress) {
            listener.progress(progress);
            clock.add(Duration.ofSeconds(2));
        }

        @Override
        public void finished(SyncReport report) {
            listener.finished(report);
        }

        @Override
        public void failed(UUID attempt, Throwable failure) {
            listener.failed(attempt, failure);
        }
    }
}
