package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A large first load makes the indexes after the rows if it can, with the same result. */
@OnlyOn(DatabaseKind.POSTGRESQL)
class PostgresFirstLoadTest extends ContractTest {

    private static final List<PatientData> PATIENTS =
            IntStream.range(0, 10).mapToObj(i -> patient(Integer.toString(i))).toList();

    private final AtomicBoolean made = new AtomicBoolean();
    private List<String> definitions = List.of();

    @BeforeEach
    void watch() {
        made.set(false);
        definitions = definitions();
        store = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.is(Connection.class, "prepareStatement")
                            && call.sql().contains(".make_indexes()")) {
                        made.set(true);
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .guard(UNGUARDED)
                .build();
    }

    @AfterEach
    void theIndexesAreThoseOfTheMigration() {
        assertThat(definitions()).isNotEmpty().isEqualTo(definitions);
    }

    @Test
    void theIndexesAreMadeAfterTheRows() {
        load(10_000);

        assertThat(made).isTrue();
        assertThatThrownBy(() ->
                        database.execute("INSERT INTO " + schema + ".payments SELECT * FROM " + schema + ".payments"))
                .as("the keys are there")
                .hasStackTraceContaining("payments_pk");
    }

    @Test
    void aSmallOneWritesToThem() {
        load(5_000);

        assertThat(made).isFalse();
    }

    @Test
    void onlyTheFirstOneDoes() {
        load(100);
        load(12_000);

        assertThat(made).isFalse();
    }

    /** Anything that has to be kept, in the host's own words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE {schema}.notes (payment bigint REFERENCES {schema}.payments (id) ON DELETE CASCADE)",
                "CREATE TABLE {schema}.notes (patient bigint REFERENCES {schema}.patients (id) ON DELETE CASCADE)",
                "CREATE VIEW {schema}.notes AS SELECT id, first_name, count(*) FROM {schema}.patients GROUP BY id",
                "ALTER INDEX {schema}.payments_amount_ix RENAME TO notes",
                "ALTER TABLE {schema}.payments CLUSTER ON payments_patient_ix",
                "ALTER TABLE {schema}.payments REPLICA IDENTITY USING INDEX payments_external_id_uk"
            })
    void whatDependsOnAnIndexKeepsThem(String sql) {
        database.execute(sql.replace("{schema}", schema));
        definitions = definitions();
        try {
            load(10_000);

            assertThat(made).isFalse();
        } finally {
            database.execute(
                    "DROP TABLE IF EXISTS "
                            + (sql.contains("TABLE {schema}.notes") ? schema + ".notes" : schema + ".none"),
                    "DROP VIEW IF EXISTS " + (sql.contains("VIEW") ? schema + ".notes" : schema + ".none"),
                    "ALTER INDEX IF EXISTS " + schema + ".notes RENAME TO payments_amount_ix",
                    "ALTER TABLE " + schema + ".payments SET WITHOUT CLUSTER",
                    "ALTER TABLE " + schema + ".payments REPLICA IDENTITY DEFAULT");
            definitions = definitions();
        }
    }

    @Test
    void aReaderIsNotWaitedFor() throws SQLException {
        try (Connection reader = database.ownersPool().getConnection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM " + schema + ".payments");

            load(10_000);

            reader.rollback();
        }
        assertThat(made).isFalse();
    }

    @Test
    void aRoleThatMayNotCallTheFunctionsWritesToTheIndexes() throws SQLException {
        database.execute("REVOKE EXECUTE ON FUNCTION " + schema + ".drop_indexes() FROM PUBLIC");
        try {
            load(10_000);

            assertThat(made.get()).isEqualTo(is("has_function_privilege('" + schema + ".drop_indexes()', 'EXECUTE')"));
        } finally {
            database.execute("GRANT EXECUTE ON FUNCTION " + schema + ".drop_indexes() TO PUBLIC");
        }
    }

    @Test
    void theFunctionsDoNothingElse() throws SQLException {
        load(100);
        assertThatThrownBy(() -> is(schema + ".make_indexes()"))
                .hasMessageContaining("make_indexes() follows drop_indexes()");
        assertThat(is(schema + ".drop_indexes()"))
                .as("dropped from tables with records")
                .isFalse();
    }

    @Test
    void aStoreThatHasLostItsIndexesDoesNotWork() {
        database.execute("SELECT " + schema + ".drop_indexes()");
        try {
            assertThatThrownBy(() -> load(1))
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessage("The schema " + schema + " has no indexes: its function drop_indexes() was called, and"
                            + " make_indexes() was not. Call SELECT " + schema + ".make_indexes()");
        } finally {
            database.execute("SELECT " + schema + ".make_indexes()");
        }
        load(1);
    }

    private boolean is(String expression) throws SQLException {
        try (Connection application = database.application().getConnection();
                Statement statement = application.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + expression)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void load(int payments) {
        store.sync(Snapshot.builder()
                .patients(Source.of(PATIENTS))
                .payments(Source.of(IntStream.range(0, payments)
                        .mapToObj(i -> payment("p" + i, Integer.toString(i % 10), "1"))
                        .toList()))
                .build());
        assertThat(store.patient("3").orElseThrow().paymentCount()).isEqualTo((payments + 6) / 10);
        assertThat(store.verifyIntegrity().counts()).isEmpty();
    }

    private List<String> definitions() {
        return rows("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid IN ('" + schema
                + ".patients'::regclass, '" + schema + ".payments'::regclass) UNION ALL"
                + " SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid IN ('" + schema
                + ".patients'::regclass, '" + schema + ".payments'::regclass)");
    }
}
