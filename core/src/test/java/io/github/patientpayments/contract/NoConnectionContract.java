package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.fixture.Contention;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call reports that gets no connection: the reason, and whether it may get one later. */
@Contention
class NoConnectionContract extends ContractTest {

    private static final String PASSWORD = "ge'heim]geheim geheim";

    /** A pool calls everything transient that happens while it connects. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUnknownUserIsNotRetried(boolean pooled) {
        assertNoConnection(database.withUnknownUser(), pooled, false, "28000", "refused the user or the password");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUnknownDatabaseIsNotRetried(boolean pooled) {
        assertNoConnection(
                database.withUnknownDatabase(),
                pooled,
                false,
                database.postgres() ? "3D000" : "90146",
                "does not exist");
    }

    @Test
    void aServerThatIsDownIsRetried() {
        String state = database.postgres() ? "08001" : "90067";
        assertNoConnection(database.unreachable(), true, state, "does not answer", "Call again later");
    }

    /** H2 is slower to say so than this pool waits. */
    @Test
    void aServerThatIsDownBehindAPoolIsRetried() {
        if (database.postgres()) {
            assertNoConnection(database.unreachable(), true, true, "08001", "does not answer", "Call again later");
        }
    }

    @Test
    void aPoolWithoutAFreeConnectionIsRetriedAndItsOwnWordKept() throws SQLException {
        try (HikariDataSource one = pool(database.owner());
                Connection taken = connected(one)) {
            assertThat(taken).isNotNull();
            assertNoConnection(
                    one, true, (String) null, "Connection is not available", "total=1, active=1", "Call again later");
        }
    }

    @Test
    void aClosedPoolIsNotRetriedAndItsOwnWordKept() throws SQLException {
        HikariDataSource closed = pool(database.owner());
        connected(closed).close();
        assertThat(store(closed).patient("1")).isEmpty();
        closed.close();

        assertNoConnection(closed, false, (String) null, "has been closed");
    }

    /** The SQLState of the JDK is that of a server that is down. */
    @Test
    void aUrlWithoutADriverIsNotRetriedAndItsPasswordNotShown() {
        for (boolean quoted : new boolean[] {true, false}) {
            DataSource nonsense = Intercepted.dataSource(database.owner(), call -> {
                try {
                    return DriverManager.getConnection("jdbc:nonsense:x?password=" + PASSWORD);
                } catch (SQLException e) {
                    throw quoted ? new SQLException("No driver for 'jdbc:nonsense:x?password=" + PASSWORD + "'", e) : e;
                }
            });

            assertNoConnection(nonsense, false, "08001", "check the URL");
            assertThat(catchThrowable(() -> store(nonsense).patient("1"))).hasMessageNotContaining("geheim");
        }
    }

    /** PgBouncer has one SQLState for all that it refuses, and the driver then fails at what it does next. */
    @ParameterizedTest
    @CsvSource({
        "password authentication failed, false, correct the user",
        "no such database: nodb, false, correct the user",
        "query_wait_timeout, true, call again later",
        "server login has been failing: try again later, true, call again later"
    })
    void whatAPoolerRefusesIsNamed(String words, boolean retryable, String said) {
        SQLException refused = new SQLException("FATAL: " + words, "08P01");
        refused.setNextException(new SQLException("An I/O error", "08006"));
        DataSource pooler = Intercepted.dataSource(database.owner(), call -> {
            throw refused;
        });

        assertNoConnection(pooler, retryable, "08P01", "A pooler", said);
        assertThat(catchThrowable(() -> store(pooler).patient("1"))).hasMessageNotContaining("FATAL");
    }

    @ParameterizedTest
    @CsvSource({
        "90020, true, Another process has this database file open",
        "53300, true, use smaller pools",
        "53200, true, does not answer",
        "53100, false, whether there is space left",
        "08004, false, refused the user or the password",
        "28P01, false, refused the user or the password"
    })
    void whatTheDatabaseRefusesIsNamed(String state, boolean retryable, String said) {
        DataSource refusing = Intercepted.dataSource(database.owner(), call -> {
            throw new SQLException("injected", state);
        });

        assertNoConnection(refusing, retryable, state, said);
    }

    /** Their types and words differ. */
    @Test
    void aPoolWithoutAnSqlStateIsUnderstoodByItsTypeOrItsWords() {
        for (SQLException failure : List.of(
                new SQLTransientException("none left"),
                new SQLException("none left", " ", new InterruptedException()),
                new SQLException("Acquisition timeout"))) {
            DataSource waiting = Intercepted.dataSource(database.owner(), call -> {
                throw failure;
            });

            assertNoConnection(waiting, true, (String) null, "None became free in time");
        }
        DataSource other = Intercepted.dataSource(database.owner(), call -> {
            throw new SQLException("none left");
        });
        assertNoConnection(other, false, (String) null, "see what it reports", "The pool reports: none left");
    }

    @Test
    void noSqlStateIsEverEmpty() {
        assertThat(new StoreUnavailableException("", true, "", null).sqlState()).isEmpty();
    }

    private void assertNoConnection(
            DataSource source, boolean pooled, boolean retryable, String state, String... said) {
        if (pooled) {
            // The first attempt of a busy machine, which loads the driver's classes, may take longer than the pool
            // waits.
            assertThat(catchThrowable(source::getConnection)).isNotNull();
            try (HikariDataSource around = pool(source)) {
                assertNoConnection(around, retryable, state, said);
            }
        } else {
            assertNoConnection(source, retryable, state, said);
        }
    }

    private void assertNoConnection(DataSource source, boolean retryable, String state, String... said) {
        PatientPaymentStore away = store(source);
        Snapshot nobody = Snapshot.builder().patients(Source.of(List.of())).build();
        for (Throwable failure : List.of(
                catchThrowable(() -> away.sync(nobody)),
                catchThrowable(() -> away.totals(PatientFilter.all())),
                catchThrowable(away::migrate))) {
            assertThat(failure)
                    .isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
                        assertThat(e.isRetryable()).isEqualTo(retryable);
                        assertThat(e.sqlState().orElse(null)).isEqualTo(state);
                    })
                    .hasMessageContainingAll(said)
                    .hasMessageContaining("nothing was changed")
                    .hasMessageNotContaining("execute a statement");
        }
    }

    private PatientPaymentStore store(DataSource source) {
        return PatientPaymentStore.builder(source).schema(schema).build();
    }

    /** A busy machine may need more than one attempt. */
    private static Connection connected(HikariDataSource pool) throws SQLException {
        SQLException last = new SQLException();
        for (int i = 0; i < 50; i++) {
            try {
                return pool.getConnection();
            } catch (SQLTransientConnectionException e) {
                last = e;
            }
        }
        throw last;
    }

    private static HikariDataSource pool(DataSource source) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(source);
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(250);
        pool.setInitializationFailTimeout(-1);
        return pool;
    }
}
