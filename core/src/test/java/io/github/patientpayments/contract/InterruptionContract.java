package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotUnreadableException;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.fixture.Contention;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread that is interrupted, for instance by {@code ExecutorService.shutdownNow()}, stays so. */
@Timeout(60)
@Contention
class InterruptionContract extends ContractTest {

    @AfterEach
    void theStoreWorks() {
        Thread.interrupted();
        assertThat(syncPatients(patient("1"), patient("after")).patients().read())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whileRecordsAreRead(boolean previewed) {
        syncPatients(patient("1"));
        Snapshot interrupting = Snapshot.builder()
                .patients(Source.once(Stream.of("1", "2", "3").map(this::interruptingAt2)))
                .build();

        assertUnreadable(() -> {
            if (previewed) {
                store.preview(interrupting);
            } else {
                store.sync(interrupting);
            }
        });
    }

    /** In the middle of a record, and before the lock is taken, since such a source is read ahead. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whileAStreamIsRead(boolean once) {
        String text = "[{\"externalId\": \"1\", \"firstName\": \"First1\", \"lastName\": \"Last1\", \"dateOfBirth\":"
                + " \"1980-01-31\"}]";
        syncPatients(patient("1"));

        assertUnreadable(() -> store.sync(Snapshot.builder()
                .patients(once ? Source.jsonOnce(interrupting(text)) : Source.json(() -> interrupting(text)))
                .build()));
    }

    /** As a pipe, a channel and the JDK's HTTP client do it; some clear the interruption. */
    static Stream<IOException> interruptions() {
        return Stream.of(
                new InterruptedIOException(),
                new ClosedByInterruptException(),
                new IOException(new InterruptedException()));
    }

    @ParameterizedTest
    @MethodSource("interruptions")
    void whileAPipeIsRead(IOException interruption) {
        syncPatients(patient("1"));

        assertUnreadable(() -> store.sync(Snapshot.builder()
                .patients(Source.jsonOnce(new FilterInputStream(InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        throw interruption;
                    }
                }))
                .build()));
    }

    @Test
    void whileAStreamFails() {
        assertUnreadable(() -> store.sync(Snapshot.builder()
                .patients(Source.jsonOnce(new FilterInputStream(InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        Thread.currentThread().interrupt();
                        throw new IOException();
                    }
                }))
                .build()));
    }

    /** Which is no interruption. */
    @Test
    void aSocketThatTimesOutIsASourceThatFails() {
        assertThatThrownBy(() -> store.sync(Snapshot.builder()
                        .patients(Source.jsonOnce(new FilterInputStream(InputStream.nullInputStream()) {
                            @Override
                            public int read(byte[] target, int offset, int length) throws IOException {
                                throw new SocketTimeoutException();
                            }
                        }))
                        .build()))
                .isInstanceOf(SnapshotUnreadableException.class)
                .hasMessageContaining("SocketTimeoutException");
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Which is closed by Java then. */
    @Test
    void beforeAFileIsRead(@TempDir Path folder) throws IOException {
        syncPatients(patient("1"));
        Path file = Files.writeString(folder.resolve("patients.json"), "[]");

        assertUnreadable(() -> {
            Thread.currentThread().interrupt();
            store.sync(Snapshot.builder().patients(Source.json(file)).build());
        });
    }

    /** H2 ends the wait, and forgets the interruption. */
    @Test
    void whileItWaitsForTheLock() throws SQLException {
        Map<String, List<String>> before = everything();
        Duration timeout = database.postgres() ? Duration.ofMillis(300) : Duration.ofMinutes(5);
        PatientPaymentStore waiting =
                store(builder -> builder.lockTimeout(timeout).erasureKey(ErasureContract.KEY));
        try (Connection other = database.owner().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");
            Thread.currentThread().interrupt();

            Throwable failure = catchThrowable(() -> waiting.erase("1"));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure)
                    .isInstanceOf(StoreBusyException.class)
                    .hasMessageContaining(database.postgres() ? "waited 300 ms" : "was interrupted while it waited");
            other.rollback();
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void whileItWaitsForAConnection() throws SQLException {
        try (Connection taken = pool.getConnection()) {
            Thread.currentThread().interrupt();

            Throwable failure = catchThrowable(() -> syncPatients(patient("1")));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(taken.isClosed()).isFalse();
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.isRetryable()).isTrue());
        }
    }

    /** At any statement after the last read. */
    @Test
    void whileAStatementIsExecuted() {
        AtomicInteger statements = new AtomicInteger();
        PatientPaymentStore interrupted = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.sql().contains(schema + ".patient_versions")) {
                        statements.incrementAndGet();
                        Thread.currentThread().interrupt();
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .guard(UNGUARDED)
                .build();
        syncPatients(patient("1"));

        interrupted.sync(Snapshot.builder()
                .patients(Source.of(List.of(patient("1", "New", "Name"))))
                .build());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(statements).hasPositiveValue();
        assertThat(store.patient("1").orElseThrow().firstName()).isEqualTo("New");
    }

    private void assertUnreadable(Runnable sync) {
        Map<String, List<String>> before = everything();

        Throwable failure = catchThrowable(sync::run);

        assertThat(Thread.interrupted()).as("stays interrupted").isTrue();
        assertThat(failure)
                .isInstanceOfSatisfying(
                        SnapshotUnreadableException.class,
                        e -> assertThat(((StoreException) e).isRetryable()).isTrue())
                .hasMessageContainingAll("interrupted", "nothing was changed");
        assertThat(everything()).isEqualTo(before);
    }

    private PatientData interruptingAt2(String id) {
        if (id.equals("2")) {
            Thread.currentThread().interrupt();
        }
        return patient(id);
    }

    /** A byte at a time. */
    private static InputStream interrupting(String text) {
        return new FilterInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            private int read;

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (++read == 50) {
                    Thread.currentThread().interrupt();
                }
                return super.read(target, offset, Math.min(1, length));
            }
        };
    }
}
