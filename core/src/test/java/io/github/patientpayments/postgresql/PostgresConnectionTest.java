package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Isolation;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.fixture.RawConnection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * States of a connection that only PostgreSQL has: transactions that have not written, timeouts, read-only sessions.
 */
@OnlyOn(DatabaseKind.POSTGRESQL)
class PostgresConnectionTest extends ContractTest {

    private RawConnection raw;
    private PatientPaymentStore rawStore;

    @BeforeEach
    void openConnection() throws SQLException {
        syncPatients(patient("1"));
        raw = new RawConnection(database, Isolation.READ_COMMITTED);
        rawStore = PatientPaymentStore.builder(raw.dataSource()).schema(schema).build();
    }

    @AfterEach
    void closeConnection() throws SQLException {
        raw.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "SELECT 1", "SELECT 1/0"})
    void aTransactionThatHasNotWrittenIsRejectedToo(String sql) throws SQLException {
        raw.connection.setAutoCommit(sql.equals("BEGIN"));
        try {
            raw.execute(sql);
        } catch (SQLException e) {
            assertThat(sql).contains("1/0");
        }

        assertThatThrownBy(() -> rawStore.sync(snapshotOf(patient("2"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pass the plain DataSource");

        assertThat(raw.connection.getAutoCommit()).isEqualTo(sql.equals("BEGIN"));
        raw.execute("ROLLBACK");
        assertThat(store.patient("2")).isEmpty();
    }

    @Test
    void shortTimeoutsOfTheHostDoNotAbortASlowStream() throws SQLException {
        List<String> timeouts = raw.query("SELECT name FROM pg_settings WHERE name IN ('statement_timeout',"
                + " 'idle_in_transaction_session_timeout', 'transaction_timeout')");
        for (String timeout : timeouts) {
            raw.execute("SET " + timeout + " = '300ms'");
        }

        rawStore.sync(Snapshot.builder()
                .patients(Source.once(Stream.of("1", "2", "3").map(id -> {
                    sleep();
                    return patient(id);
                })))
                .build());

        assertThat(store.patient("3")).isPresent();
        for (String timeout : timeouts) {
            assertThat(raw.query("SHOW " + timeout)).containsExactly("300ms");
        }
    }

    @Test
    void aReadOnlyConnectionIsReportedAndStaysReadOnly() throws SQLException {
        raw.connection.setReadOnly(true);

        assertThatThrownBy(() -> rawStore.sync(snapshotOf(patient("2"))))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isRetryable()).isFalse())
                .hasMessageContaining("read-only");

        assertThat(rawStore.patient("1")).isPresent();
        assertThat(raw.connection.isReadOnly()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "SELECT 1"})
    void aQueryKeepsTheSettingsOfTheHostsTransaction(String sql) throws SQLException {
        raw.connection.setAutoCommit(sql.equals("BEGIN"));
        raw.execute(sql, "SET LOCAL enable_hashjoin = off", "CREATE TEMPORARY TABLE hosts (id integer)");

        assertThat(rawStore.history()
                        .changes(rawStore.history().beginning(), 10)
                        .changes())
                .hasSize(1);

        assertThat(raw.query("SHOW enable_hashjoin")).containsExactly("off");
        assertThat(raw.query("SHOW enable_seqscan")).containsExactly("on");
        raw.execute("ROLLBACK");
        assertThat(raw.query("SHOW enable_hashjoin")).containsExactly("on");
        assertThat(raw.query("SELECT to_regclass('pg_temp.hosts')")).containsOnlyNulls();
    }

    private static Snapshot snapshotOf(PatientData... patients) {
        return Snapshot.builder().patients(Source.of(List.of(patients))).build();
    }

    private static void sleep() {
        try {
            Thread.sleep(400);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
