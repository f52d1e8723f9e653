package io.github.patientpayments.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.SnapshotUnreadableException;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The host's code leaves its thread interrupted. Java closes a file that such a thread uses, and H2 then the database,
 * for all connections: so the transaction must be over before the thread is interrupted again.
 */
class H2FileInterruptionTest {

    private static final int NEW_PATIENTS = 5_000;

    @TempDir
    private Path folder;

    private final JdbcDataSource file = new JdbcDataSource();
    private Connection other;

    @BeforeEach
    void fill() throws SQLException {
        file.setURL("jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0");
        other = file.getConnection();
        store(Guard.defaults()).migrate();
        store(Guard.defaults()).sync(snapshot(patients(10)));
    }

    @AfterEach
    void close() throws SQLException {
        Thread.interrupted();
        other.close();
    }

    @Test
    void anIteratorThatThrows() {
        assertDatabaseStaysOpen(
                IllegalStateException.class,
                Guard.defaults(),
                snapshot(Stream.concat(patients(NEW_PATIENTS), Stream.generate(() -> {
                    throw interrupted(new IllegalStateException());
                }))));
    }

    @Test
    void anIteratorThatThrowsAnError() {
        assertDatabaseStaysOpen(
                AssertionError.class,
                Guard.defaults(),
                snapshot(Stream.concat(patients(NEW_PATIENTS), Stream.generate(() -> {
                    throw interrupted(new AssertionError());
                }))));
    }

    @Test
    void anIteratorThatGoesOn() {
        assertDatabaseStaysOpen(
                SnapshotUnreadableException.class,
                Guard.defaults(),
                snapshot(Stream.concat(patients(NEW_PATIENTS), Stream.generate(() -> interrupted(patient(0))))));
    }

    @Test
    void aStreamThatThrows() {
        String records = patients(NEW_PATIENTS)
                .map(patient -> "{\"externalId\": \"" + patient.externalId()
                        + "\", \"firstName\": \"First\", \"lastName\": \"Last\"}")
                .collect(Collectors.joining(", ", "[", ", "));
        assertDatabaseStaysOpen(
                IllegalStateException.class,
                Guard.defaults(),
                Snapshot.builder()
                        .patients(Source.jsonOnce(new SequenceInputStream(
                                new ByteArrayInputStream(records.getBytes(StandardCharsets.UTF_8)),
                                new FilterInputStream(null) {
                                    @Override
                                    public int read(byte[] target, int offset, int length) {
                                        throw interrupted(new IllegalStateException());
                                    }

                                    @Override
                                    public void close() {}
                                })))
                        .build());
    }

    @Test
    void aCheckThatThrows() {
        assertDatabaseStaysOpen(
                IllegalStateException.class,
                Guard.defaults().check(planned -> {
                    throw interrupted(new IllegalStateException());
                }),
                snapshot(patients(NEW_PATIENTS)));
    }

    @Test
    void aCheckThatRefuses() {
        assertDatabaseStaysOpen(
                SnapshotRefusedException.class,
                Guard.defaults().check(planned -> interrupted(Optional.of("Not while the service stops."))),
                snapshot(patients(NEW_PATIENTS)));
    }

    private void assertDatabaseStaysOpen(Class<? extends Throwable> expected, Guard guard, Snapshot snapshot) {
        Throwable failure = catchThrowable(() -> store(guard).sync(snapshot));

        assertThat(Thread.interrupted()).as("stays interrupted").isTrue();
        assertThat(failure).isInstanceOf(expected).hasNoSuppressedExceptions();
        assertThat(catchThrowable(
                        () -> other.createStatement().execute("SELECT count(*) FROM patient_payments.patients")))
                .as("another connection works")
                .isNull();
        assertThat(store(Guard.defaults()).sync(snapshot(patients(11))).patients())
                .hasToString("11 read: 1 inserted, 10 unchanged");
    }

    private PatientPaymentStore store(Guard guard) {
        return PatientPaymentStore.builder(file).guard(guard).build();
    }

    private static <T> T interrupted(T result) {
        Thread.currentThread().interrupt();
        return result;
    }

    private static Snapshot snapshot(Stream<PatientData> patients) {
        return Snapshot.builder().patients(Source.once(patients)).build();
    }

    private static Stream<PatientData> patients(int number) {
        return IntStream.range(0, number).mapToObj(H2FileInterruptionTest::patient);
    }

    private static PatientData patient(int i) {
        return PatientData.builder()
                .externalId("P" + i)
                .firstName("First" + i)
                .lastName("Last" + i)
                .build();
    }
}
