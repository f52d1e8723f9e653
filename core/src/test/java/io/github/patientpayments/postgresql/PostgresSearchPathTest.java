package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.contract.StatementTextContract;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.Isolation;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.fixture.RawConnection;
import io.github.patientpayments.sync.Guard;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Somebody who may create objects in a schema of the host's search_path has made operators and functions that match
 * those of PostgreSQL. None of them is ever called: they would run with the rights of the store.
 */
@OnlyOn(DatabaseKind.POSTGRESQL)
class PostgresSearchPathTest extends ContractTest {

    private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=");
    private static final List<String> TYPES = List.of(
            "varchar", "text", "bigint", "integer", "smallint", "numeric", "date", "boolean", "timestamptz", "uuid");

    private String trap;
    private RawConnection raw;

    @BeforeEach
    void setTrap() throws SQLException {
        trap = database.newSchemaName();
        List<String> statements = new ArrayList<>(List.of("CREATE SCHEMA " + trap));
        for (String type : TYPES) {
            statements.add(raising("compare(" + type + ", " + type + ")", "boolean"));
            OPERATORS.forEach(operator -> statements.add("CREATE OPERATOR " + trap + "." + operator + " (FUNCTION = "
                    + trap + ".compare, LEFTARG = " + type + ", RIGHTARG = " + type + ")"));
        }
        statements.add(raising("abs(numeric)", "numeric"));
        statements.add(raising("has_table_privilege(text, text)", "boolean"));
        statements.add(raising("lower(text)", "text"));
        statements.add(raising("clock_timestamp()", "timestamptz"));
        statements.add("GRANT USAGE ON SCHEMA " + trap + " TO PUBLIC");
        database.execute(statements.toArray(String[]::new));
        raw = new RawConnection(database, Isolation.READ_COMMITTED);
        raw.execute("SET search_path = " + trap + ", pg_catalog");
    }

    @AfterEach
    void removeTrap() throws SQLException {
        raw.close();
        database.dropSchema(trap);
    }

    private String raising(String signature, String type) {
        return "CREATE FUNCTION " + trap + "." + signature + " RETURNS " + type + " LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''trapped''; END'";
    }

    @Test
    void theTrapWorks() {
        assertThat(catchThrowable(() -> raw.query("SELECT 1 WHERE 'a'::varchar = 'a'::varchar")))
                .hasMessageContaining("trapped");
    }

    /** Its first call checks the schema by itself. */
    @Test
    void verifyingAsTheFirstCallUsesItNeither() throws SQLException {
        assertThat(rawStore().verifyIntegrity()).hasToString("Sound");

        raw.connection.setAutoCommit(false);
        assertThat(rawStore().verifyIntegrity()).hasToString("Sound");
        raw.connection.setReadOnly(true); // the driver refuses this in an open transaction
        raw.connection.setReadOnly(false);
    }

    @Test
    void noCallUsesTheHostsSearchPath() throws SQLException {
        StatementTextContract.doEverything(rawStore());

        assertThat(raw.query("SHOW search_path")).containsExactly(trap + ", pg_catalog");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noQueryInATransactionOfTheHostUsesIt(boolean begun) throws SQLException {
        StatementTextContract.fill(rawStore());
        raw.connection.setAutoCommit(begun);
        raw.execute(begun ? "BEGIN" : "SELECT 1");

        StatementTextContract.queryEverything(rawStore());

        assertThat(raw.query("SHOW search_path")).containsExactly(trap + ", pg_catalog");
        raw.execute("SAVEPOINT still_in_the_transaction", "ROLLBACK");
        assertThat(raw.query("SHOW search_path")).containsExactly(trap + ", pg_catalog");
    }

    /** A constraint keeps the operator with which it was created. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void migrateDoesNotUseItEither(boolean autoCommit) throws SQLException {
        String migrated = database.newSchemaName();
        PGSimpleDataSource trapped = (PGSimpleDataSource) database.owner();
        trapped.setCurrentSchema(trap + ", pg_catalog");
        HikariConfig config = new HikariConfig();
        config.setDataSource(trapped);
        config.setMaximumPoolSize(2);
        config.setAutoCommit(autoCommit);
        try (HikariDataSource owners = new HikariDataSource(config)) {
            PatientPaymentStore store = PatientPaymentStore.builder(owners)
                    .schema(migrated)
                    .erasureKey(new byte[32])
                    .keepErasedTotals()
                    .build();

            store.migrate();

            StatementTextContract.doEverything(store);
            assertThat(paths(owners)).containsExactly(trap + ", pg_catalog", trap + ", pg_catalog");
        } finally {
            database.dropSchema(migrated);
        }
    }

    /** A pool would miss it for good. */
    @Test
    void aConnectionWhosePathCannotBeSetGoesBackToThePool() {
        AtomicInteger lent = new AtomicInteger();
        DataSource failing = Intercepted.dataSource(database.owner(), call -> {
            if (call.sql().contains("set_config")) {
                throw new SQLException("gone", "57P01");
            }
            lent.addAndGet(
                    call.is(DataSource.class, "getConnection") ? 1 : call.is(Connection.class, "close") ? -1 : 0);
            return call.proceed();
        });
        PatientPaymentStore fresh = PatientPaymentStore.builder(failing)
                .schema(database.newSchemaName())
                .build();

        assertThat(catchThrowable(fresh::migrate)).isInstanceOf(StoreUnavailableException.class);
        assertThat(lent).hasValue(0);
    }

    private static List<String> paths(DataSource pool) throws SQLException {
        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            return List.of(path(one), path(other));
        }
    }

    private static String path(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet path = statement.executeQuery("SHOW search_path")) {
            path.next();
            return path.getString(1);
        }
    }

    private PatientPaymentStore rawStore() {
        return PatientPaymentStore.builder(raw.dataSource())
                .schema(schema)
                .guard(Guard.defaults())
                .erasureKey(new byte[32])
                .keepErasedTotals()
                .build();
    }
}
