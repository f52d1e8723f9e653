package io.github.patientpayments.micrometer;

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
        meters.watch(store);
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
    void eachReasonOfARefusalIsCounted() {
        store.sync(patients(GOOD));

        fails(patients("[]"), SnapshotRefusedException.class);
        fails(patients("[{}]"), SnapshotRefusedException.class);

        assertThat(refusals("EMPTY")).isEqualTo(1);
        assertThat(refusals("ALL_REJECTED")).isEqualTo(1);
        assertThat(registry.find(SyncMeters.REFUSALS).counters()).hasSize(2);
    }

    @Test
    void theAgeOfEachTypeGrowsUntilItsNextSuccess() {
        assertThat(age("patients")).isNaN();

        store.sync(patients(GOOD));
        clock.add(Duration.ofHours(26));
        fails(patients("[]"), SnapshotRefusedException.class);
        fails(patients("["), InvalidSnapshotException.class);
        assertThat(age("patients")).isCloseTo(26 * 3600, within(60.0));
        assertThat(age("payments")).isNaN();

        store.sync(patients(GOOD));
        assertThat(age("patients")).isCloseTo(0, within(60.0));
    }

    /** Of this process before it was restarted, or of another. */
    @Test
    void theAgeIsThatOfTheStoreWhoeverSyncedIt() {
        SimpleMeterRegistry others = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        SyncMeters next = new SyncMeters(others, "north");
        next.watch(store);
        assertThat(age(others, "patients")).isNaN();

        store(meters).sync(patients(GOOD)); // without ticks
        assertThat(age(others, "patients"))
                .as("read at most once in ten seconds")
                .isNaN();
        clock.add(Duration.ofHours(26));
        store.purge(Instant.EPOCH);

        assertThat(age(others, "patients")).isCloseTo(26 * 3600, within(60.0));
    }

    @Test
    void theAgeGrowsWhileTheDatabaseIsAway() {
        store.sync(patients(GOOD));
        assertThat(age("patients")).isCloseTo(0, within(60.0));
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";IFEXISTS=TRUE");
        clock.add(Duration.ofHours(26));

        assertThat(age("patients")).isCloseTo(26 * 3600, within(60.0));
    }

    @Test
    void twoStoresHaveSeparateMeters() {
        SyncMeters south = new SyncMeters(registry, "south");
        JdbcDataSource other = new JdbcDataSource();
        other.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        PatientPaymentStore southern =
                PatientPaymentStore.builder(other).listener(south).build();
        southern.migrate();
        south.watch(southern);

        store.sync(patients(GOOD));

        assertThat(age("patients")).isNotNaN();
        assertThat(registry.get(SyncMeters.AGE)
                        .tags("store", "south", "type", "patients")
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

    private double refusals(String reason) {
        return registry.get(SyncMeters.REFUSALS)
                .tags("store", "north", "reason", reason)
                .counter()
                .count();
    }

    private double age(String type) {
        return age(registry, type);
    }

    private static double age(SimpleMeterRegistry registry, String type) {
        return registry.get(SyncMeters.AGE)
                .tags("store", "north", "type", type)
                .timeGauge()
                .value(SECONDS);
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
