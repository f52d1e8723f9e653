package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.fixture.PostgresDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Here the server itself tells which relations a transaction has touched: it holds a lock on each, COPY included. */
class PostgresSyncTablesTest extends SyncTablesContract {

    private final Set<String> locked = new TreeSet<>();

    PostgresSyncTablesTest() {
        super(PostgresDatabase.SHARED);
    }

    @BeforeEach
    void forget() {
        locked.clear();
    }

    @Override
    void beforeCommit(Connection connection) throws Throwable {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet relations = statement.executeQuery(
                    "SELECT n.nspname, c.relname, c.relpersistence FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
                            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE l.pid = pg_backend_pid()"
                            + " AND c.relkind IN ('r', 'p', 'v', 'm', 'f')")) {
                while (relations.next()) {
                    assertThat(relations.getString(3))
                            .as(relations.getString(2))
                            .isNotEqualTo("t");
                    assertThat(relations.getString(1))
                            .as(relations.getString(2))
                            .isIn(schema, "pg_catalog", "information_schema");
                    if (relations.getString(1).equals(schema)) {
                        locked.add(relations.getString(2));
                    }
                }
            }
            try (ResultSet temporary = statement.executeQuery("SELECT pg_my_temp_schema()")) {
                temporary.next();
                assertThat(temporary.getLong(1))
                        .as("the schema of this session's temporary tables")
                        .isZero();
            }
        }
    }

    @Test
    void everyTableOfTheSchemaButThoseOfAnErasureTakesPart() {
        theWorkingTablesAreEmptyAfterEachRun();

        assertThat(locked)
                .containsExactly(
                        "erasures",
                        "patient_diff",
                        "patient_stage",
                        "patient_versions",
                        "patients",
                        "payment_diff",
                        "payment_stage",
                        "payment_versions",
                        "payments",
                        "rejections",
                        "store_state",
                        "sync_run_counts",
                        "sync_runs");
    }

    @Test
    void theWorkingTablesAloneAreUnlogged() {
        assertThat(rows("SELECT relname, relpersistence FROM pg_class WHERE relkind = 'r' AND relpersistence <> 'p'"
                        + " AND relnamespace = '" + schema + "'::regnamespace"))
                .containsExactlyElementsOf(WORKING_TABLES.stream()
                        .map(table -> "[" + table + ", u]")
                        .toList());
    }
}
