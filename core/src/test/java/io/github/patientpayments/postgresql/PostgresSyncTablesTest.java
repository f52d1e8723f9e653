package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.contract.SyncTablesContract;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Reads from the server which relations a transaction has used, COPY included: it holds a lock on each. */
@OnlyOn(DatabaseKind.POSTGRESQL)
class PostgresSyncTablesTest extends ContractTest {

    private final Set<String> locked = new TreeSet<>();

    /** All tables that a sync uses, including the working tables. Those of an erasure are left out. */
    @Test
    void everyTableExceptThoseOfAnErasureIsUsed() {
        locked.clear();
        SyncTablesContract.runEveryKindOfStep(PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.is(Connection.class, "commit")) {
                        lookAtLocks(call.connection());
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build());

        assertThat(locked)
                .containsExactly(
                        "erasure_keys",
                        "patient_diff",
                        "patient_known",
                        "patient_stage",
                        "patient_totals",
                        "patient_versions",
                        "patients",
                        "payment_diff",
                        "payment_known",
                        "payment_stage",
                        "payment_versions",
                        "payments",
                        "rejections",
                        "store_state",
                        "sync_run_counts",
                        "sync_runs");
    }

    @Test
    void onlyTheWorkingTablesAreUnlogged() {
        assertThat(rows("SELECT relname, relpersistence FROM pg_class WHERE relkind = 'r' AND relpersistence <> 'p'"
                        + " AND relnamespace = '" + schema + "'::regnamespace"))
                .containsExactlyElementsOf(SyncTablesContract.WORKING_TABLES.stream()
                        .map(table -> "[" + table + ", u]")
                        .toList());
    }

    /** Each run leaves dead rows in them, which the next one would read. Small runs look at their size now and then. */
    @Test
    void workingTablesStaySmallIfAllRunsAreSmall() {
        String stage = schema + ".payment_stage";
        database.execute(
                "INSERT INTO " + stage + " (record_no, status, external_id, deletion)"
                        + " SELECT n, 1, repeat('x', 200), false FROM generate_series(1, 20000) n",
                "DELETE FROM " + stage);
        PatientPaymentStore owners =
                PatientPaymentStore.builder(database.owner()).schema(schema).build();

        for (int i = 0; i < 20; i++) {
            owners.sync(Delta.builder()
                    .patients(Source.of(List.of(patient("1", "Name", "Number " + i))))
                    .build());
        }

        assertThat(rows("SELECT pg_table_size('" + stage + "') < 1000000")).containsExactly("[true]");
    }

    /** As pg_dump reads them. Nobody is waited for, and the rows are deleted instead. */
    @Test
    void workingTablesThatSomebodyReadsAreEmptiedToo() throws SQLException {
        String stage = schema + ".payment_stage";
        database.execute("INSERT INTO " + stage + " (record_no, status, external_id, deletion)"
                + " SELECT n, 1, repeat('x', 200), false FROM generate_series(1, 20000) n");
        PatientPaymentStore owners =
                PatientPaymentStore.builder(database.owner()).schema(schema).build();
        try (Connection dump = database.owner().getConnection();
                Statement statement = dump.createStatement()) {
            dump.setAutoCommit(false);
            statement.execute("LOCK TABLE " + stage + " IN ACCESS SHARE MODE");

            owners.sync(Snapshot.builder()
                    .patients(Source.of(List.of(patient("1"))))
                    .payments(Source.of(List.of(payment("p", "1", "1"))))
                    .build());

            dump.rollback();
        }
        assertThat(rows("SELECT count(*) FROM " + stage)).containsExactly("[0]");
        assertThat(rows("SELECT pg_table_size('" + stage + "') > 1000000"))
                .as("not truncated")
                .containsExactly("[true]");
        assertThat(owners.payment("p")).isPresent();
    }

    /** Reads the locks within the transaction, just before the commit. */
    private void lookAtLocks(Connection connection) throws SQLException {
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
}
