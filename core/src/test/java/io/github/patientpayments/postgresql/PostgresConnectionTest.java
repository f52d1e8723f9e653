package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.Isolation;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.fixture.RawConnection;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * States of a connection that only PostgreSQL has: transactions that have not written, timeouts, read-only sessions.
 */
@OnlyOn(DatabaseKind.POSTGRESQL)
class PostgresConnectionTest extends ContractTest {

    /** Ends the transaction of a query, in the text of the query. */
    private static final String END = "; ROLLBACK";

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

    /** Each one that stays takes 9 KB of the server's memory until the transaction ends. */
    @Test
    void queriesInATransactionOfTheHostLeaveNoSavepoints() throws SQLException {
        try (Connection host = database.owner().getConnection()) {
            host.setAutoCommit(false);
            PatientPaymentStore inTransaction = PatientPaymentStore.builder(Intercepted.dataSource(
                            database.owner(),
                            call -> call.is(DataSource.class, "getConnection")
                                    ? host
                                    : call.is(Connection.class, "close") ? null : call.proceed()))
                    .schema(schema)
                    .build();
            try (Statement statement = host.createStatement()) {
                statement.execute("SELECT 1");
                for (int i = 0; i < 20; i++) {
                    inTransaction.history().changes(inTransaction.history().beginning(), 10);
                }
                try (ResultSet contexts = statement.executeQuery(
                        "SELECT count(*) FROM pg_backend_memory_contexts WHERE name = 'CurTransactionContext'")) {
                    contexts.next();
                    assertThat(contexts.getInt(1)).isLessThan(5);
                }
            }
            host.rollback();
        }
    }

    /**
     * A plan with a disabled join would be compiled, and Citus would keep the limits of a transaction to itself. Both
     * are settings of the transaction: the session is as it was.
     */
    @Test
    void settingsOfTheServersPlannerHoldForTheTransactionAlone() throws SQLException {
        raw.execute("SET jit = on");
        List<String> seen = new ArrayList<>();
        boolean[] unended = {false};
        PatientPaymentStore watched = PatientPaymentStore.builder(Intercepted.dataSource(raw.dataSource(), call -> {
                    if (call.is(Connection.class, "setTransactionIsolation")) {
                        seen.add("a setting of the session, which a pooler would keep");
                    }
                    if (call.sql().endsWith(END)) { // so that the settings can be seen
                        unended[0] = true;
                        return call.withSql(call.sql().replace(END, "")).proceed();
                    }
                    boolean statement = call.method().getName().startsWith("execute")
                            && !call.sql().equals("ROLLBACK");
                    if (statement && !raw.connection.getAutoCommit()) {
                        Object result = call.proceed();
                        seen.addAll(raw.query("SELECT current_setting('jit') || ' '"
                                + " || current_setting('citus.propagate_set_commands', true) || ' '"
                                + " || current_setting('search_path')"));
                        if (unended[0]) {
                            raw.execute("ROLLBACK");
                            unended[0] = false;
                        }
                        return result;
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();

        watched.totals(PatientFilter.all());
        watched.verifyIntegrity();
        watched.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID));
        watched.sync(snapshotOf(patient("1"), patient("2")));

        assertThat(seen).hasSizeGreaterThan(10).containsOnly("off local pg_catalog, pg_temp");
        assertThat(raw.query("SHOW jit")).containsExactly("on");
        assertThat(raw.query("SELECT current_setting('citus.propagate_set_commands', true)"))
                .allMatch(setting -> setting == null || setting.isEmpty());
    }

    /**
     * A store that was loaded once and never analyzed has an empty table of versions. By nested loops, such a page took
     * a minute for 40,000 patients. The present has an index for it.
     */
    @Test
    void aPageOfThePastInTheOrderOfTotalsIsJoinedAsSets() {
        List<String> nestedLoops = new ArrayList<>();
        PatientPaymentStore watched = PatientPaymentStore.builder(Intercepted.dataSource(raw.dataSource(), call -> {
                    if (call.sql().contains("order by")) {
                        nestedLoops.add(call.sql().contains("SET LOCAL enable_nestloop = off") ? "off" : "on");
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();
        PatientFilter byTotal =
                PatientFilter.builder().paymentTotalAtMost(BigDecimal.TEN).build();

        for (Mirror mirror : List.of(watched.history().asOfRun(1), watched)) {
            nestedLoops.clear();
            mirror.patients(PatientFilter.all(), PageRequest.by(PatientSort.PAYMENT_TOTAL));
            mirror.patients(byTotal, PageRequest.by(PatientSort.ID));
            assertThat(nestedLoops).hasSize(2).containsOnly(mirror == watched ? "on" : "off");
        }
    }

    /** A failing query is reported as what it is, and not by the clean-up that fails after it. */
    @Test
    void aConnectionTerminatedInAQueryIsATemporaryFailure() {
        for (Consumer<PatientPaymentStore> query : List.<Consumer<PatientPaymentStore>>of(
                broken -> broken.totals(PatientFilter.all()),
                PatientPaymentStore::verifyIntegrity,
                broken -> broken.history().changes(broken.history().beginning(), 10),
                broken -> broken.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID)))) {
            Connection[] used = {null};
            boolean[] terminated = {false};
            PatientPaymentStore broken = PatientPaymentStore.builder(Intercepted.dataSource(
                            database.application(), call -> {
                                if (call.sql().contains("payments") && !terminated[0]) {
                                    terminated[0] = true;
                                    database.breakConnection(used[0]);
                                }
                                Object result = call.proceed();
                                if (result instanceof Connection connection) {
                                    used[0] = connection;
                                }
                                return result;
                            }))
                    .schema(schema)
                    .build();

            assertThatThrownBy(() -> query.accept(broken))
                    .isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
                        assertThat(e.isRetryable()).isTrue();
                        assertThat(e.sqlState())
                                .hasValueSatisfying(state -> assertThat(state).matches("57P01|08006|08003"));
                    });
            assertThat(terminated[0]).isTrue();
        }
    }

    /** No pool may lend a connection that could not be restored: it could still have a transaction open. */
    @ParameterizedTest
    @CsvSource({"setAutoCommit, false", "rollback, false", "setAutoCommit, true", "rollback, true"})
    void aConnectionThatCannotBeRestoredIsAborted(String restoring, boolean query) throws SQLException {
        int[] calls = {0};
        PatientPaymentStore breaking = PatientPaymentStore.builder(Intercepted.dataSource(raw.dataSource(), call -> {
                    // The first call prepares the connection, the second one restores it; a rollback only restores.
                    boolean rollback =
                            call.is(Connection.class, "rollback") || call.sql().equals("ROLLBACK");
                    boolean restores = restoring.equals("rollback")
                            ? rollback
                            : call.is(Connection.class, restoring) && ++calls[0] == 2;
                    // The text of a query ends its transaction, unless it fails.
                    boolean failing = query
                            && restoring.equals("rollback")
                            && call.is(PreparedStatement.class, "execute")
                            && call.arguments().isEmpty();
                    if (restores || failing) {
                        throw new SQLException("broken");
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();

        if (query && restoring.equals("rollback")) {
            assertThatThrownBy(() -> breaking.patient("1")).isInstanceOf(StoreUnavailableException.class);
        } else if (query) {
            assertThat(breaking.patient("1")).as("the answer was there already").isPresent();
        } else {
            breaking.preview(
                    snapshotOf(patient("1"), patient("2")),
                    SyncOptions.defaults().compareInFull(),
                    0);
        }

        assertThat(raw.connection.isClosed()).isTrue();
        assertThat(store.sync(snapshotOf(patient("1"), patient("2"))).patients().inserted())
                .as("the lock is free")
                .isEqualTo(1);
    }

    /**
     * Behind an old pooler in transaction mode, COMMIT or ROLLBACK may be the prepared statement of another client, and
     * do something else without an error.
     */
    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "ROLLBACK"})
    void aTransactionThatDoesNotEndIsNeitherReportedAsCommittedNorLentAgain(String command) throws SQLException {
        PatientPaymentStore behindPooler = PatientPaymentStore.builder(Intercepted.dataSource(
                        raw.dataSource(), call -> {
                            if (command.equals("ROLLBACK") && call.sql().endsWith(END)) {
                                return call.withSql(call.sql().replace(END, "")).proceed();
                            }
                            boolean ours = command.equals("COMMIT") && call.is(Connection.class, "commit");
                            return ours ? false : call.proceed();
                        }))
                .schema(schema)
                .build();

        if (command.equals("COMMIT")) {
            assertThatThrownBy(() -> behindPooler.sync(snapshotOf(patient("1"), patient("2"))))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContainingAll("nothing was changed", "prepareThreshold=0");
        } else {
            assertThat(behindPooler.patient("1")).isPresent();
            assertThat(raw.connection.isClosed()).isTrue();
        }
        assertThat(store.patient("2")).isEmpty();
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
