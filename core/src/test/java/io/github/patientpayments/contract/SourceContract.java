package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.fixture.Logged;
import io.github.patientpayments.fixture.WatchedStream;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store closes every source that it opens and every one-shot source that it is given, which can be read once. */
class SourceContract extends RecordContractTest {

    private static final String PATIENTS = array(patientJson("5"), patientJson("6"));
    private static final String PAYMENTS = array(paymentJson("501", "1"));

    @Test
    void oneShotSourcesAreClosedAfterASync() {
        WatchedStream bytes = new WatchedStream(PATIENTS);
        AtomicInteger closed = new AtomicInteger();
        Stream<PaymentData> records = Stream.of(payment("501", "5", "1")).onClose(closed::incrementAndGet);

        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.jsonOnce(bytes))
                .payments(Source.once(records))
                .build());

        assertThat(report.patients().inserted()).isEqualTo(2);
        assertThat(report.payments().inserted()).isEqualTo(1);
        assertThat(bytes.closed()).isTrue();
        assertThat(closed).hasValue(1);
    }

    /** It was read to its end, so the set is complete. */
    @Test
    void aSourceThatCannotBeClosedIsLogged() {
        for (Exception failure : List.of(new IOException("secret"), new IllegalStateException("secret"))) {
            InputStream bytes = new ByteArrayInputStream(PATIENTS.getBytes(StandardCharsets.UTF_8)) {
                @Override
                public void close() throws IOException {
                    if (failure instanceof IOException e) {
                        throw e;
                    }
                    throw (RuntimeException) failure;
                }
            };

            String log = Logged.during(() -> store.sync(
                    Snapshot.builder().patients(Source.jsonOnce(bytes)).build()));

            assertThat(log)
                    .contains(
                            "The source of the patients could not be closed",
                            failure.getClass().getName())
                    .doesNotContain("secret");
        }
        assertThat(store.patient("6")).isPresent();
        store.sync(Snapshot.builder()
                .patients(Source.once(Stream.of(patient("7")).onClose(() -> {
                    throw new IllegalStateException("secret");
                })))
                .build());
        assertThat(store.patient("7")).isPresent();
    }

    /** Which is against its contract, and no end. */
    @Test
    void aStreamMayReturnNothingAlsoBeforeItsEnd() {
        InputStream bytes = new ByteArrayInputStream(PATIENTS.getBytes(StandardCharsets.UTF_8)) {
            private boolean nothing;

            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                nothing = !nothing;
                return nothing ? 0 : super.read(target, offset, length);
            }
        };

        assertThat(store.sync(Snapshot.builder()
                                .patients(Source.jsonOnce(bytes))
                                .build())
                        .patients()
                        .inserted())
                .isEqualTo(2);
    }

    @Test
    void aFileInAnArchiveIsReadAsAnyOther(@TempDir Path folder) throws IOException {
        try (FileSystem archive = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            Path patients = Files.writeString(archive.getPath("patients.json"), PATIENTS);
            Path payments = Files.writeString(archive.getPath("payments.json"), array(paymentJson("501", "1")));

            SyncReport report = store.sync(Snapshot.builder()
                    .patients(Source.json(patients))
                    .payments(Source.json(payments))
                    .build());

            assertThat(report.patients().inserted()).isEqualTo(2);
        }
    }

    @Test
    void oneShotSourcesAreClosedWhenEitherIsInvalid() {
        WatchedStream bad = new WatchedStream("[{");
        WatchedStream good = new WatchedStream(PAYMENTS);
        assertThatThrownBy(() -> store.sync(once(bad, good))).isInstanceOf(InvalidSnapshotException.class);
        assertThat(bad.closed()).isTrue();
        assertThat(good.closed()).isTrue();

        WatchedStream patients = new WatchedStream(PATIENTS);
        WatchedStream truncated = new WatchedStream("[");
        assertThatThrownBy(() -> store.sync(once(patients, truncated))).isInstanceOf(InvalidSnapshotException.class);
        assertThat(patients.closed()).isTrue();
        assertThat(truncated.closed()).isTrue();
        assertThat(store.patient("5")).isEmpty();
    }

    @Test
    void oneShotSourcesAreClosedWhenTheStoreIsBusy() throws SQLException {
        WatchedStream patients = new WatchedStream(PATIENTS);
        WatchedStream payments = new WatchedStream(PAYMENTS);
        store = store(builder -> builder.lockTimeout(Duration.ofMillis(100)));
        try (Connection other = database.owner().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");

            assertThatThrownBy(() -> store.sync(once(patients, payments))).isInstanceOf(StoreBusyException.class);

            other.rollback();
        }
        assertThat(patients.closed()).isTrue();
        assertThat(payments.closed()).isTrue();
        assertThat(syncPatients(patient("5")).patients().inserted()).isEqualTo(1);
    }

    @Test
    void oneShotSourcesAreClosedWhenTheSchemaIsMissing() {
        WatchedStream patients = new WatchedStream(PATIENTS);
        WatchedStream payments = new WatchedStream(PAYMENTS);
        PatientPaymentStore nowhere = store(builder -> builder.schema("no_such_schema"));

        assertThatThrownBy(() -> nowhere.sync(once(patients, payments))).isInstanceOf(SchemaMismatchException.class);

        assertThat(patients.closed()).isTrue();
        assertThat(payments.closed()).isTrue();
    }

    @Test
    void aOneShotSourceCanBeSyncedOnce() {
        AtomicInteger connections = new AtomicInteger();
        store = PatientPaymentStore.builder(counting(connections))
                .schema(schema)
                .build();
        Source.Json patients = Source.jsonOnce(new WatchedStream(PATIENTS));
        Source<PaymentData> payments = Source.once(Stream.of(payment("501", "5", "1")));
        store.sync(Snapshot.builder().patients(patients).payments(payments).build());
        assertThat(connections).hasPositiveValue();
        connections.set(0);

        WatchedStream fresh = new WatchedStream(PAYMENTS);
        assertThatThrownBy(() -> store.sync(Snapshot.builder()
                        .patients(patients)
                        .payments(Source.jsonOnce(fresh))
                        .build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one-shot");
        WatchedStream alsoFresh = new WatchedStream(PATIENTS);
        assertThatThrownBy(() -> store.sync(Snapshot.builder()
                        .patients(Source.jsonOnce(alsoFresh))
                        .payments(payments)
                        .build()))
                .isInstanceOf(IllegalStateException.class);

        assertThat(connections).hasValue(0);
        assertThat(fresh.closed()).isTrue();
        assertThat(alsoFresh.closed()).isTrue();
    }

    @Test
    void aSourceThatCanBeOpenedAgainIsClosedEachTime() {
        List<WatchedStream> opened = new ArrayList<>();
        Snapshot good = Snapshot.builder()
                .patients(Source.json(() -> opened(opened, PATIENTS)))
                .payments(Source.json(() -> opened(opened, PAYMENTS)))
                .build();
        store.sync(good);
        assertThat(store.sync(good).patients().unchanged()).isEqualTo(2);
        Snapshot bad = Snapshot.builder()
                .patients(Source.json(() -> opened(opened, PATIENTS)))
                .payments(Source.json(() -> opened(opened, "[")))
                .build();
        assertThatThrownBy(() -> store.sync(bad)).isInstanceOf(InvalidSnapshotException.class);

        assertThat(opened).hasSizeGreaterThanOrEqualTo(6).allMatch(WatchedStream::closed);
    }

    @Test
    void anIterableCanBeReadAgain() {
        Snapshot snapshot = Snapshot.builder()
                .patients(Source.of(List.of(patient("5"), patient("6"))))
                .build();

        assertThat(store.sync(snapshot).patients().inserted()).isEqualTo(2);
        assertThat(store.sync(snapshot).patients().unchanged()).isEqualTo(2);
    }

    @Test
    void aFileCanBeReadAgain(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("patients.json"), PATIENTS);
        Snapshot snapshot =
                Snapshot.builder().patients(Source.json(file)).exportedAt(START).build();

        assertThat(store.sync(snapshot).patients().inserted()).isEqualTo(2);
        assertThat(store.sync(snapshot).patients().unchanged()).isEqualTo(2);
    }

    private static Snapshot once(WatchedStream patients, WatchedStream payments) {
        return Snapshot.builder()
                .patients(Source.jsonOnce(patients))
                .payments(Source.jsonOnce(payments))
                .build();
    }

    private static WatchedStream opened(List<WatchedStream> all, String text) {
        WatchedStream stream = new WatchedStream(text);
        all.add(stream);
        return stream;
    }

    private DataSource counting(AtomicInteger connections) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    connections.incrementAndGet();
                    try {
                        return method.invoke(pool, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
