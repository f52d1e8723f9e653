package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.SnapshotUnreadableException;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.fixture.Logged;
import io.github.patientpayments.fixture.WatchedStream;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a source fails, nothing changes, and the host gets the exception that its own code threw. */
class SourceFailureContract extends RecordContractTest {

    private Map<String, List<String>> before = Map.of();

    @BeforeEach
    void aPatientAndItsPayment() {
        sync(List.of(patient("5"), patient("6")), List.of(payment("501", "5", "1")));
        before = everything();
    }

    /** After every test, through a pool of one. */
    @AfterEach
    void assertNothingHasChangedAndTheStoreWorks() {
        assertThat(everything()).isEqualTo(before);
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        store = store(builder -> builder);
        assertThat(syncPatients(patient("7")).patients().inserted()).isEqualTo(1);
    }

    @Test
    void aMissingFileIsUnreadable(@TempDir Path folder) {
        Source.Json missing = Source.json(folder.resolve("none.json"));

        SnapshotUnreadableException failure = unreadable(
                Snapshot.builder().patients(missing).payments(json("[]")).build());

        assertThat(failure)
                .hasMessageContainingAll("patients", "there is no file " + folder.resolve("none.json"))
                .hasCauseInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFileThatCannotBeOpenedIsNamed(@TempDir Path folder) throws IOException {
        Path within = Files.writeString(folder.resolve("file"), "[]").resolve("patients.json");

        SnapshotUnreadableException failure =
                unreadable(Snapshot.builder().patients(Source.json(within)).build());

        assertThat(failure).hasMessageContaining("the file " + within + " can't be read (FileSystemException)");
    }

    /** An alert on warnings must see it. */
    @Test
    void aFailedAttemptIsLoggedAsAWarning(@TempDir Path folder) {
        Source.Json missing = Source.json(folder.resolve("none.json"));

        String log = Logged.during(
                () -> unreadable(Snapshot.builder().patients(missing).build()));

        assertThat(log).contains("WARN", "failed in", SnapshotUnreadableException.class.getName());
    }

    @Test
    void aStreamThatBreaksIsUnreadable() {
        String half = "[" + patientJson("7") + ",";
        for (IOException cause :
                List.of(new IOException("gone"), new EOFException("gone"), new MalformedInputException(1))) {
            for (String text :
                    List.of("", half, "[" + (patientJson("7") + ",").repeat(1_000), "[" + patientJson("7") + "]")) {
                WatchedStream stream = new WatchedStream(text, () -> cause);
                SnapshotUnreadableException failure = unreadable(patients(Source.jsonOnce(stream)));
                assertThat(failure.getCause()).isSameAs(cause);
                assertThat(stream.closed()).isTrue();

                assertThat(unreadable(Snapshot.builder()
                                        .patients(json(array(patientJson("8"))))
                                        .payments(Source.json(() -> new WatchedStream(text, () -> cause)))
                                        .build())
                                .getCause())
                        .isSameAs(cause);
            }
        }
        assertThat(unreadable(patients(Source.json(() -> {
                            throw new IOException("not now");
                        })))
                        .getCause())
                .hasMessage("not now");
    }

    @Test
    void anExceptionOfTheHostsStreamIsRethrownUnchanged() {
        for (RuntimeException own : hostExceptions()) {
            WatchedStream stream = new WatchedStream("[" + patientJson("7"), () -> own);
            assertThat(catchThrowable(() -> store.sync(patients(Source.jsonOnce(stream)))))
                    .isSameAs(own);
            assertThat(stream.closed()).isTrue();
            assertThat(catchThrowable(() -> store.sync(patients(Source.json(() -> {
                        throw own;
                    })))))
                    .isSameAs(own);
        }
    }

    @Test
    void anExceptionOfTheHostsRecordsIsRethrownUnchanged() {
        for (RuntimeException own : hostExceptions()) {
            Iterable<PatientData> failsAtTheThird = () -> failing(2, own);
            Iterable<PatientData> failsAtOnce = () -> {
                throw own;
            };
            Stream<PatientData> stream = StreamSupport.stream(failsAtTheThird.spliterator(), false);
            for (Source<PatientData> source :
                    List.of(Source.of(failsAtTheThird), Source.of(failsAtOnce), Source.once(stream))) {
                assertThat(catchThrowable(() -> store.sync(Snapshot.builder()
                                .patients(source)
                                .payments(json("[]"))
                                .build())))
                        .isSameAs(own);
            }
        }
    }

    @Test
    void recordsReadBeforeAFailureAreRolledBack() {
        RuntimeException own = new IllegalStateException("own");

        assertThat(catchThrowable(() -> store.sync(patients(Source.of(() -> failing(5_000, own))))))
                .isSameAs(own);
    }

    @Test
    void aRecordOfTheWrongClassIsAClassCastException() {
        @SuppressWarnings("unchecked")
        Source<PatientData> wrong = (Source<PatientData>) (Source<?>) Source.of(List.of("no patient"));

        assertThat(catchThrowable(() -> store.sync(patients(wrong)))).isInstanceOf(ClassCastException.class);
    }

    @Test
    void aPassedDeadlineIsUnreadable() {
        store = store(builder -> builder.inputDeadline(Duration.ofMillis(20)));
        Iterable<PatientData> slow = () ->
                Stream.generate(SourceFailureContract::slowPatient).limit(100).iterator();

        SnapshotUnreadableException failure = unreadable(patients(Source.of(slow)));

        assertThat(failure).hasMessageContaining("within 20 ms;").hasMessageContaining("inputDeadline");
    }

    /** A byte at a time, and a record of 100,000 of them: the deadline passes long before the record ends. */
    @Test
    @Timeout(20)
    void aStreamThatTricklesInsideARecordIsUnreadable() {
        store = store(builder -> builder.inputDeadline(Duration.ofMillis(50)));
        byte[] start = "[{\"note\":\"".getBytes(StandardCharsets.UTF_8);
        InputStream trickle = new InputStream() {
            private int position;

            @Override
            public int read() {
                sleep();
                int current = position++;
                return current < start.length ? start[current] : current < 100_000 ? 'x' : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                target[offset] = (byte) read();
                return 1;
            }
        };

        assertThat(unreadable(patients(Source.jsonOnce(trickle)))).hasMessageContaining("inputDeadline");
    }

    @Test
    void anEndAfterTheDeadlineIsUnreadableToo() {
        store = store(builder -> builder.inputDeadline(Duration.ofMillis(20)));

        unreadable(patients(Source.once(Stream.of(patient("7")).filter(patient -> {
            sleep();
            return false;
        }))));
    }

    private SnapshotUnreadableException unreadable(Snapshot snapshot) {
        SnapshotUnreadableException failure =
                catchThrowableOfType(SnapshotUnreadableException.class, () -> store.sync(snapshot));
        assertThat(failure).isNotNull().hasMessageContaining("nothing was changed");
        assertThat(failure.isRetryable()).isTrue();
        return failure;
    }

    private static Snapshot patients(Source.Json source) {
        return Snapshot.builder().patients(source).build();
    }

    private static Snapshot patients(Source<PatientData> source) {
        return Snapshot.builder().patients(source).build();
    }

    private static List<RuntimeException> hostExceptions() {
        return List.of(
                new IllegalStateException("own"),
                new UncheckedIOException(new IOException("own")),
                new DataAccessException("own", new java.sql.SQLException("own", "40001")),
                new StoreBusyException("own", "55P03", null),
                new SnapshotUnreadableException("own", null));
    }

    private static Iterator<PatientData> failing(int after, RuntimeException failure) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> {
                    if (i == after) {
                        throw failure;
                    }
                    return patient("new" + i);
                })
                .iterator();
    }

    private static PatientData slowPatient() {
        sleep();
        return patient("7");
    }

    private static void sleep() {
        try {
            Thread.sleep(30);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
