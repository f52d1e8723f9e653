package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.contract.SyncTablesContract;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.OnlyOn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
