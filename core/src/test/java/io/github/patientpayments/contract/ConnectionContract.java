package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.fixture.AtEveryIsolationLevel;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.RawConnection;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The state in which the store returns a connection. No pool restores it: the {@code close()} of a raw one does
 * nothing.
 */
@AtEveryIsolationLevel("A call gives the connection back at the level that it found.")
class ConnectionContract extends ContractTest {

    private RawConnection raw;
    private PatientPaymentStore rawStore;

    @BeforeEach
    void openConnection() throws SQLException {
        syncPatients(patient("1"));
        raw = new RawConnection(database, isolation);
        rawStore = PatientPaymentStore.builder(raw.dataSource())
                .schema(schema)
                .lockTimeout(Duration.ofMillis(50))
                .build();
    }

    @AfterEach
    void closeConnection() throws SQLException {
        raw.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isRestoredAfterASync(boolean autoCommit) throws SQLException {
        List<String> before = settings(autoCommit);

        rawStore.sync(snapshotOf(patient("1"), patient("2")));

        assertGivenBack(before);
        assertThat(store.patient("2")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isRestoredAfterARejectedRecordAndAMalformedSet(boolean autoCommit) throws SQLException {
        List<String> before = settings(autoCommit);

        rawStore.sync(snapshotOf(invalidPatient("1"), patient("2")));
        assertGivenBack(before);

        assertThatThrownBy(() -> rawStore.sync(Snapshot.builder()
                        .patients(json("[{\"externalId\":\"7\"},"))
                        .build()))
                .isInstanceOf(InvalidSnapshotException.class);
        assertGivenBack(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isRestoredAfterAnExceptionOfTheHost(boolean autoCommit) throws SQLException {
        List<String> before = settings(autoCommit);
        RuntimeException hosts = new UnsupportedOperationException("the host's own");

        Throwable thrown = catchThrowable(() -> rawStore.sync(Snapshot.builder()
                .patients(Source.once(Stream.of("2", "3").map(id -> {
                    if (id.equals("3")) {
                        throw hosts;
                    }
                    return patient(id);
                })))
                .build()));

        assertThat(thrown).isSameAs(hosts);
        assertGivenBack(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isRestoredAfterBusy(boolean autoCommit) throws SQLException {
        List<String> before = settings(autoCommit);
        try (Connection other = database.owner().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");

            assertThatThrownBy(() -> rawStore.sync(snapshotOf(patient("2")))).isInstanceOf(StoreBusyException.class);

            other.rollback();
        }
        assertGivenBack(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isRestoredAfterARefusalAPreviewAndTheSameContent(boolean autoCommit) throws SQLException {
        List<String> before = settings(autoCommit);

        assertThatThrownBy(() -> rawStore.sync(snapshotOf())).isInstanceOf(SnapshotRefusedException.class);
        assertGivenBack(before);
        rawStore.preview(snapshotOf(patient("1"), patient("2")), 0);
        assertGivenBack(before);
        assertThat(rawStore.sync(snapshotOf(patient("1"))).number()).isEqualTo(3);
        assertGivenBack(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isRestoredAfterQueries(boolean autoCommit) throws SQLException {
        List<String> before = settings(autoCommit);

        rawStore.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID));
        rawStore.totals(PatientFilter.all());
        rawStore.history().asOfRun(1).patients(PatientFilter.all(), PageRequest.by(PatientSort.ID));
        rawStore.history().changes(rawStore.history().beginning(), 10);

        // If a query had left a transaction open, this would refuse the connection.
        rawStore.sync(snapshotOf(patient("1"), patient("2")));
        assertGivenBack(before);
    }

    @Test
    void anOpenTransactionIsRefusedAndLeftOpen() throws SQLException {
        raw.connection.setAutoCommit(false);
        raw.execute("UPDATE " + schema + ".patients SET first_name = 'Uncommitted'");

        for (ThrowingCallable writer : writers()) {
            assertThatThrownBy(writer)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("pass the plain DataSource");
        }

        assertThat(raw.query("SELECT first_name FROM " + schema + ".patients")).containsExactly("Uncommitted");
        raw.connection.rollback();
        assertThat(rows("SELECT first_name FROM " + schema + ".patients")).containsExactly("[First1]");
        assertThat(raw.connection.getTransactionIsolation()).isEqualTo(isolation.level);
    }

    /** One that takes part in a JTA transaction says so before its first statement. */
    @Test
    void aConnectionThatMayNotEndTransactionsIsRefused() throws SQLException {
        raw.connection.setAutoCommit(false);
        PatientPaymentStore inJta = rollingBack(new SQLException("Use the transaction manager", "25000"));
        PatientPaymentStore lost = rollingBack(new SQLException("injected", "08006"));

        assertThatThrownBy(() -> inJta.sync(snapshotOf(patient("2"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("In a JTA transaction, call it outside");
        assertThatThrownBy(() -> lost.sync(snapshotOf(patient("2")))).isInstanceOf(StoreUnavailableException.class);
        assertThat(rows("SELECT external_id FROM " + schema + ".patients")).containsExactly("[1]");
    }

    private PatientPaymentStore rollingBack(SQLException failure) {
        return PatientPaymentStore.builder(Intercepted.dataSource(raw.dataSource(), call -> {
                    if (call.is(Connection.class, "rollback")) {
                        throw failure;
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();
    }

    /** Those whose source can be read again begin with a query, and the others with the lock. */
    private List<ThrowingCallable> writers() {
        return List.of(
                () -> rawStore.sync(snapshotOf(patient("2"))),
                () -> rawStore.sync(Snapshot.builder()
                        .patients(Source.once(Stream.of(patient("2"))))
                        .build()),
                () -> rawStore.sync(Delta.builder()
                        .patients(Source.of(List.of(patient("2"))))
                        .build()),
                () -> rawStore.preview(snapshotOf(patient("2"))),
                () -> rawStore.revertTo(0),
                () -> rawStore.erase("1"),
                () -> rawStore.unsuppress("1"),
                () -> rawStore.purge(START));
    }

    @Test
    void queriesInATransactionOfTheHostNeitherCommitItNorRollItBack() throws SQLException {
        raw.connection.setAutoCommit(false);
        raw.execute("UPDATE " + schema + ".patients SET first_name = 'Uncommitted'");

        assertThat(rawStore.patient("1").orElseThrow().firstName()).isEqualTo("Uncommitted");
        assertThat(rawStore.syncRuns(5)).hasSize(1);
        assertThat(rawStore.history()
                        .changes(rawStore.history().beginning(), 10)
                        .changes())
                .hasSize(1);

        assertThat(raw.query("SELECT first_name FROM " + schema + ".patients")).containsExactly("Uncommitted");
        raw.connection.rollback();
        assertThat(rows("SELECT first_name FROM " + schema + ".patients")).containsExactly("[First1]");
    }

    private static Snapshot snapshotOf(PatientData... patients) {
        return Snapshot.builder().patients(Source.of(List.of(patients))).build();
    }

    /** Sets autocommit, and returns the settings that must be the same afterwards. */
    private List<String> settings(boolean autoCommit) throws SQLException {
        raw.connection.setAutoCommit(autoCommit);
        return raw.settings();
    }

    private void assertGivenBack(List<String> before) throws SQLException {
        assertThat(raw.settings()).isEqualTo(before);
    }
}
