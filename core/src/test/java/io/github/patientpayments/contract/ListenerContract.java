package io.github.patientpayments.contract;

import static io.github.patientpayments.fixture.Gzip.gzip;
import static io.github.patientpayments.sync.SyncProgress.Phase.APPLYING_PATIENTS;
import static io.github.patientpayments.sync.SyncProgress.Phase.APPLYING_PAYMENTS;
import static io.github.patientpayments.sync.SyncProgress.Phase.COMMITTING;
import static io.github.patientpayments.sync.SyncProgress.Phase.READING_PATIENTS;
import static io.github.patientpayments.sync.SyncProgress.Phase.READING_PAYMENTS;
import static io.github.patientpayments.sync.SyncProgress.Phase.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.Logged;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncProgress.Phase;
import io.github.patientpayments.sync.SyncReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener is notified of. Nothing that it does affects the sync. */
class ListenerContract extends ContractTest {

    private static final List<Phase> ALL = List.of(Phase.values());

    private final Recorder recorder = new Recorder();

    @BeforeEach
    void forget() {
        recorder.progress.clear();
        recorder.finished.clear();
        recorder.failures.clear();
    }

    @Test
    void thePhasesComeInOrderAndThenTheReport() {
        SyncReport report = watched(pool).sync(patientsAndPayments());

        assertThat(recorder.phases()).isEqualTo(ALL);
        assertThat(recorder.progress).extracting(SyncProgress::attempt).containsOnly(report.attempt());
        assertThat(recorder.finished).containsExactly(report);
        assertThat(recorder.failures).isEmpty();
    }

    @Test
    void anAbsentSetHasNoPhases() {
        watched(pool)
                .sync(Snapshot.builder()
                        .patients(Source.of(List.of(patient("1"))))
                        .build());
        assertThat(recorder.phases())
                .containsExactly(WAITING, READING_PATIENTS, APPLYING_PATIENTS, APPLYING_PAYMENTS, COMMITTING);

        recorder.progress.clear();
        watched(pool).sync(Snapshot.builder().payments(Source.of(List.of())).build());
        assertThat(recorder.phases()).containsExactly(WAITING, READING_PAYMENTS, APPLYING_PAYMENTS, COMMITTING);
    }

    @Test
    void anUnchangedSnapshotIsASuccessToo() {
        watched(pool).sync(patientsAndPayments());
        watched(pool).sync(patientsAndPayments());

        assertThat(recorder.finished).extracting(SyncReport::number).containsExactly(1L, 2L);
        assertThat(recorder.failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void progressIsReportedEvery10000ElementsValidOrNot(boolean reopenable) {
        List<PatientData> patients = IntStream.rangeClosed(1, 10_001)
                .mapToObj(i -> i % 3 == 0 ? invalidPatient("" + i) : patient("" + i))
                .toList();
        List<PaymentData> payments = IntStream.rangeClosed(1, 10_000)
                .mapToObj(i -> payment("p" + i, "1", "1"))
                .toList();

        loadOne();
        watched(pool)
                .sync(Snapshot.builder()
                        .patients(reopenable ? Source.of(patients) : Source.once(patients.stream()))
                        .payments(reopenable ? Source.of(payments) : Source.once(payments.stream()))
                        .build());

        assertThat(recorder.read())
                .containsExactly(
                        "WAITING 0 0",
                        "READING_PATIENTS 0 0",
                        "READING_PATIENTS 10000 0",
                        "READING_PAYMENTS 10001 0",
                        "READING_PAYMENTS 10001 10000",
                        "APPLYING_PATIENTS 10001 10000",
                        "APPLYING_PAYMENTS 10001 10000",
                        "COMMITTING 10001 10000");
        assertThat(recorder.progress).extracting(SyncProgress::bytesRead).containsOnly(0L);
    }

    /**
     * A large first load may not report all phases. A delta leaves no fingerprint, for which a source would be read.
     */
    private void loadOne() {
        store.sync(
                Delta.builder().patients(Source.of(List.of(patient("first")))).build());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesAreCountedAsTheyAreRead(boolean reopenable) {
        byte[] patients =
                "[{\"externalId\":1,\"firstName\":\"F\",\"lastName\":\"L\"}]".getBytes(StandardCharsets.UTF_8);
        byte[] payments = gzip(IntStream.rangeClosed(1, 10_001)
                .mapToObj(i -> "{\"externalId\":" + i + ",\"patientId\":1,\"amount\":" + i + "}")
                .collect(Collectors.joining(",", "[", "]")));

        loadOne();
        watched(pool)
                .sync(Snapshot.builder()
                        .patients(reopenable ? json(patients) : Source.jsonOnce(new ByteArrayInputStream(patients)))
                        .payments(reopenable ? json(payments) : Source.jsonOnce(new ByteArrayInputStream(payments)))
                        .build());

        long all = (long) patients.length + payments.length;
        assertThat(recorder.bytesIn(WAITING)).containsExactly(0L);
        assertThat(recorder.bytesIn(READING_PATIENTS)).containsExactly(0L);
        assertThat(recorder.bytesIn(READING_PAYMENTS))
                .hasSize(2)
                .startsWith((long) patients.length)
                .isSorted()
                .allMatch(bytes -> bytes <= all)
                .element(1)
                .isNotEqualTo((long) patients.length);
        assertThat(recorder.bytesIn(APPLYING_PATIENTS)).containsExactly(all);
        assertThat(recorder.bytesIn(COMMITTING)).containsExactly(all);
    }

    @Test
    void malformedInputIsAFailureWithTheSameException() {
        Throwable thrown = catchThrowable(() ->
                watched(pool).sync(Snapshot.builder().patients(json("[{}")).build()));

        assertThat(thrown).isInstanceOf(InvalidSnapshotException.class);
        assertThat(recorder.phases()).containsExactly(WAITING, READING_PATIENTS);
        assertFailed(thrown);
    }

    @Test
    void anExceptionOfTheHostIsAFailureUnchanged() {
        IllegalThreadStateException own = new IllegalThreadStateException("own");
        Stream<PatientData> failing = Stream.of("1").map(id -> {
            throw own;
        });

        Throwable thrown = catchThrowable(() -> watched(pool)
                .sync(Snapshot.builder().patients(Source.once(failing)).build()));

        assertThat(thrown).isSameAs(own);
        assertFailed(own);
    }

    @Test
    void aConsumedSourceIsAFailureBeforeAnyPhase() {
        Snapshot once = Snapshot.builder()
                .patients(Source.once(Stream.of(patient("1"))))
                .build();
        store.sync(once);

        Throwable thrown = catchThrowable(() -> watched(pool).sync(once));

        assertThat(thrown).isInstanceOf(IllegalStateException.class);
        assertThat(recorder.progress).isEmpty();
        assertFailed(thrown);
    }

    @Test
    void aBusyStoreIsAFailureWhileWaiting() throws SQLException {
        try (Connection other = database.owner().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");

            Throwable thrown = catchThrowable(() -> watched(pool).sync(patientsAndPayments()));

            assertThat(thrown).isInstanceOf(StoreBusyException.class);
            assertThat(recorder.phases()).containsExactly(WAITING);
            assertFailed(thrown);
            other.rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "08006"})
    void aRollbackAtTheEndIsAFailure(String state) {
        Map<String, List<String>> before = everything();

        Throwable thrown =
                catchThrowable(() -> watched(failingCommits(state, 1)).sync(patientsAndPayments()));

        assertThat(thrown)
                .isInstanceOf(state.equals("08006") ? OutcomeUnknownException.class : StoreUnavailableException.class);
        assertThat(recorder.phases()).isEqualTo(ALL);
        assertFailed(thrown);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void progressStartsOverAfterADeadlock() {
        SyncReport report = watched(failingCommits("40001", 1)).sync(patientsAndPayments());

        List<String> pass = List.of(
                "READING_PATIENTS 0 0",
                "READING_PAYMENTS 2 0",
                "APPLYING_PATIENTS 2 1",
                "APPLYING_PAYMENTS 2 1",
                "COMMITTING 2 1");
        assertThat(recorder.read())
                .isEqualTo(Stream.of(List.of("WAITING 0 0"), pass, pass)
                        .flatMap(List::stream)
                        .toList());
        assertThat(recorder.finished).containsExactly(report);
        assertThat(recorder.failures).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatThrowsInAPhaseChangesNothing(Phase phase) {
        for (Throwable own : List.of(
                new IllegalStateException("own"),
                new AssertionError("own"),
                new LinkageError(),
                new StackOverflowError())) {
            emptyStore();
            AtomicBoolean thrown = new AtomicBoolean();

            SyncReport report = watching(pool, new SyncListener() {
                        @Override
                        public void progress(SyncProgress progress) {
                            if (progress.phase() == phase) {
                                thrown.set(true);
                                throwIt(own);
                            }
                        }
                    })
                    .sync(patientsAndPayments());

            assertThat(thrown).isTrue();
            assertThat(report.patients().inserted()).isEqualTo(2);
            assertThat(store.payment("11")).isPresent();
        }
    }

    @Test
    void aListenerThatThrowsAtTheEndChangesNothing() {
        SyncListener throwing = new SyncListener() {
            @Override
            public void finished(SyncReport report) {
                throwIt(new IOException("own"));
            }

            @Override
            public void failed(UUID attempt, Throwable failure) {
                throwIt(new AssertionError("own"));
            }
        };

        assertThat(watching(pool, throwing).sync(patientsAndPayments()).number())
                .isEqualTo(1);
        assertThat(store.patient("1")).isPresent();
        assertThatThrownBy(() -> watching(pool, throwing)
                        .sync(Snapshot.builder().patients(json("[")).build()))
                .isInstanceOf(InvalidSnapshotException.class);
    }

    @Test
    void onlyVirtualMachineErrorsAreNotCaught() {
        Map<String, List<String>> before = everything();
        OutOfMemoryError full = new OutOfMemoryError("own");

        Throwable thrown = catchThrowable(() -> watching(pool, new SyncListener() {
                    @Override
                    public void progress(SyncProgress progress) {
                        if (progress.phase() == COMMITTING) {
                            throw full;
                        }
                    }
                })
                .sync(patientsAndPayments()));

        assertThat(thrown).isSameAs(full);
        assertThat(everything()).isEqualTo(before);
    }

    /** Through a pool of one, so the sync has returned its connection and released the lock. */
    @Test
    void atTheEndAListenerMayUseTheStore() {
        List<Long> found = new ArrayList<>();
        SyncListener asking = new SyncListener() {
            @Override
            public void finished(SyncReport report) {
                found.add(store.syncRun(report.attempt()).orElseThrow().number());
                found.add(syncPatients(patient("1"), patient("2")).number());
            }

            @Override
            public void failed(UUID attempt, Throwable failure) {
                found.add((long) store.syncRuns(10).size());
            }
        };

        watching(pool, asking).sync(patientsAndPayments());
        assertThatThrownBy(() -> watching(pool, asking)
                        .sync(Snapshot.builder().patients(json("[")).build()))
                .isInstanceOf(InvalidSnapshotException.class);

        assertThat(found).containsExactly(1L, 2L, 2L);
    }

    /** Tests log warnings to the standard error stream. */
    @Test
    void anExceptionOfTheListenerIsLoggedOnceByItsClass() {
        String log = Logged.during(() -> watching(pool, new SyncListener() {
                    @Override
                    public void progress(SyncProgress progress) {
                        throw new IllegalThreadStateException("Geheimnis");
                    }
                })
                .sync(patientsAndPayments()));

        assertThat(log)
                .containsOnlyOnce("WARN")
                .contains("SyncListener", IllegalThreadStateException.class.getName())
                .doesNotContain("Geheimnis");
    }

    @Test
    void aListenerMayImplementNothing() {
        assertThat(watching(pool, new SyncListener() {})
                        .sync(patientsAndPayments())
                        .number())
                .isEqualTo(1);
        assertThatThrownBy(() -> store(builder -> builder.listener(null))).isInstanceOf(NullPointerException.class);
    }

    private void assertFailed(Throwable thrown) {
        assertThat(recorder.finished).isEmpty();
        assertThat(recorder.failures).hasSize(1).containsValue(thrown);
        assertThat(recorder.progress)
                .extracting(SyncProgress::attempt)
                .allMatch(attempt -> recorder.failures.containsKey(attempt));
    }

    private PatientPaymentStore watched(DataSource dataSource) {
        return watching(dataSource, recorder);
    }

    private PatientPaymentStore watching(DataSource dataSource, SyncListener listener) {
        return PatientPaymentStore.builder(dataSource)
                .schema(schema)
                .guard(UNGUARDED)
                .lockTimeout(Duration.ofMillis(200))
                .listener(listener)
                .build();
    }

    private DataSource failingCommits(String state, int times) {
        List<Object> failed = new ArrayList<>();
        return Intercepted.dataSource(pool, call -> {
            if (call.is(Connection.class, "commit") && failed.size() < times) {
                failed.add(call);
                throw new SQLException("secret", state);
            }
            return call.proceed();
        });
    }

    private static Snapshot patientsAndPayments() {
        return Snapshot.builder()
                .patients(Source.of(List.of(patient("1"), patient("2"))))
                .payments(Source.of(List.of(payment("11", "1", "1"))))
                .build();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void throwIt(Throwable failure) throws E {
        throw (E) failure;
    }

    /** Records all notifications. */
    private static final class Recorder implements SyncListener {

        private final List<SyncProgress> progress = new ArrayList<>();
        private final List<SyncReport> finished = new ArrayList<>();
        private final Map<UUID, Throwable> failures = new HashMap<>();

        @Override
        public void progress(SyncProgress now) {
            progress.add(now);
        }

        @Override
        public void finished(SyncReport report) {
            finished.add(report);
        }

        @Override
        public void failed(UUID attempt, Throwable failure) {
            failures.put(attempt, failure);
        }

        List<Phase> phases() {
            return progress.stream().map(SyncProgress::phase).toList();
        }

        List<String> read() {
            return progress.stream()
                    .map(each -> each.phase() + " " + each.patientsRead() + " " + each.paymentsRead())
                    .toList();
        }

        List<Long> bytesIn(Phase phase) {
            return progress.stream()
                    .filter(each -> each.phase() == phase)
                    .map(SyncProgress::bytesRead)
                    .toList();
        }
    }
}
