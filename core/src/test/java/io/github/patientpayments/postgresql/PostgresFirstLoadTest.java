package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.JsonFiles;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncProgress.Phase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** A large first load makes the indexes after the rows if it can, with the same result. */
@OnlyOn(DatabaseKind.POSTGRESQL)
class PostgresFirstLoadTest extends ContractTest {

    private static final List<PatientData> PATIENTS =
            IntStream.range(0, 10).mapToObj(i -> patient(Integer.toString(i))).toList();

    @TempDir
    Path folder;

    private final AtomicBoolean made = new AtomicBoolean();
    private final AtomicInteger insertions = new AtomicInteger();
    private final AtomicInteger additions = new AtomicInteger();
    private List<String> definitions = List.of();

    /** While autovacuum looks at a table, its indexes are kept. */
    @BeforeEach
    void watch() {
        for (String table : List.of("patients", "payments", "patient_totals")) {
            database.execute("ALTER TABLE " + schema + "." + table + " SET (autovacuum_enabled = off)");
        }
        definitions = definitions();
        watchAgain();
    }

    private void watchAgain() {
        watchAgain(1_000);
    }

    private void watchAgain(int maxRecordsInMemory) {
        watchAgain(pool, maxRecordsInMemory);
    }

    private void watchAgain(DataSource connections, int maxRecordsInMemory) {
        made.set(false);
        insertions.set(0);
        additions.set(0);
        store = PatientPaymentStore.builder(Intercepted.dataSource(connections, call -> {
                    if (call.is(Connection.class, "prepareStatement")
                            && call.sql().startsWith("SELECT " + schema + ".make_indexes()")) {
                        made.set(true);
                    }
                    if (call.is(Connection.class, "prepareStatement")
                            && call.sql().startsWith("insert into " + schema + ".payments ")) {
                        insertions.incrementAndGet();
                    }
                    if (call.is(Connection.class, "prepareStatement")
                            && call.sql().startsWith("merge into " + schema + ".patient_totals ")) {
                        additions.incrementAndGet();
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .guard(UNGUARDED)
                .maxRecordsInMemory(maxRecordsInMemory)
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
    void filesAreNotStaged() {
        loadFile(10_000);

        assertThat(made).isTrue();
        assertThat(insertions).hasValue(0);
        assertThat(additions).hasValue(0);
    }

    /** A driver that speaks only the simple protocol, as some poolers need it. */
    @Test
    void filesAreNotStagedInTheSimpleModeOfTheDriver() {
        loadFile(10_000);
        List<String> extended = mirror();
        emptyStore();
        PGSimpleDataSource simple = (PGSimpleDataSource) database.application();
        simple.setPreferQueryMode(PreferQueryMode.SIMPLE);
        watchAgain(simple, 1_000);

        loadFile(10_000);

        assertThat(made).isTrue();
        assertThat(insertions).hasValue(0);
        assertThat(mirror()).isEqualTo(extended);
    }

    @Test
    void totalsAreAddedUpInTheDatabaseIfTheyHaveNoPlaceInMemory() {
        watchAgain(2 * PATIENTS.size() - 1);

        loadFile(10_000);

        assertThat(insertions).hasValue(0);
        assertThat(additions).hasValue(1);
    }

    @Test
    void filesAreStagedIfThePatientsHaveNoPlaceInMemory() {
        watchAgain(PATIENTS.size() - 1);

        loadFile(10_000);

        assertThat(insertions).hasValue(1);
    }

    @Test
    void filesAreStagedIfNothingMayBeKeptInMemory() {
        watchAgain(0);

        loadFile(10_000);

        assertThat(insertions).hasValue(1);
    }

    @Test
    void filesAreStagedIfTheDriverIsHidden() {
        loadFile(10_000);
        List<String> direct = mirror();
        emptyStore();
        watchAgain(
                Intercepted.dataSource(
                        pool, call -> call.is(Connection.class, "isWrapperFor") ? false : call.proceed()),
                1_000);

        loadFile(10_000);

        assertThat(insertions).hasValue(1);
        assertThat(mirror()).isEqualTo(direct);
    }

    /** A row with texts of characters of four bytes is longer than what the buffer of a COPY keeps free. */
    @Test
    void rowsOfTheGreatestLengthArrive() {
        List<PatientData> patients = IntStream.range(0, 200)
                .mapToObj(i -> PatientData.builder()
                        .externalId(faces(249) + (char) ('\u4E00' + i))
                        .firstName(faces(250))
                        .lastName(faces(250))
                        .middleName(faces(250 - i % 50)) // so that a buffer ends anywhere in a row
                        .build())
                .toList();
        List<PaymentData> payments = patients.stream()
                .map(patient -> payment(
                        patient.externalId().orElseThrow(), patient.externalId().orElseThrow(), "1"))
                .toList();

        store.sync(JsonFiles.large(folder, patients, payments));

        assertThat(insertions).hasValue(0);
        assertThat(rows("SELECT count(*), count(DISTINCT external_id), min(length(middle_name)) FROM " + schema
                        + ".patients"))
                .containsExactly("[200, 200, 201]");
        assertThat(store.verifyIntegrity().counts()).isEmpty();
    }

    private static String faces(int number) {
        return "\uD83D\uDE00".repeat(number);
    }

    @Test
    void paymentsInAFileAreStagedIfThePatientsAreInNone() {
        store.sync(Snapshot.builder()
                .patients(Source.of(PATIENTS))
                .payments(JsonFiles.large(folder, PATIENTS, some(20)).payments().orElseThrow())
                .build());

        assertThat(insertions).hasValue(1);
    }

    @Test
    void filesAreStagedIfAnIdIsRepeated() {
        loadFile(10_000, payment("p7", "1", "2"));

        assertThat(insertions).hasValue(1);
    }

    @Test
    void filesAreStagedIfAnIdIsRepeatedAmongThePatients() {
        List<PatientData> repeated = new ArrayList<>(PATIENTS);
        repeated.add(PATIENTS.get(2));

        store.sync(JsonFiles.large(folder, repeated, some(20)));

        assertThat(insertions).hasValue(1);
        assertThat(store.verifyIntegrity().counts()).isEmpty();
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

    @Test
    void anEmptyFirstSetOfPaymentsBesideManyPatientsDoesNot() {
        Snapshot patients = Snapshot.builder()
                .patients(Source.of(IntStream.range(0, 10_000)
                        .mapToObj(i -> patient(Integer.toString(i)))
                        .toList()))
                .payments(Source.of(List.of()))
                .build();
        store.sync(patients);
        assertThat(made).isTrue();
        made.set(false);

        store.sync(patients, SyncOptions.defaults().compareInFull());

        assertThat(made).isFalse();
    }

    /** What the host has done, and how it is undone. */
    static Stream<Arguments> whatKeepsTheIndexes() {
        return Stream.of(
                arguments(
                        "CREATE TABLE {schema}.notes (payment bigint REFERENCES {schema}.payments (id))",
                        "DROP TABLE {schema}.notes"),
                arguments(
                        "CREATE TABLE {schema}.notes (patient bigint REFERENCES {schema}.patients (id))",
                        "DROP TABLE {schema}.notes"),
                arguments(
                        "CREATE VIEW {schema}.notes AS SELECT id, first_name, count(*) FROM {schema}.patients GROUP BY id",
                        "DROP VIEW {schema}.notes"),
                arguments(
                        "ALTER INDEX {schema}.payments_patient_ix RENAME TO notes",
                        "ALTER INDEX {schema}.notes RENAME TO payments_patient_ix"),
                arguments(
                        "ALTER INDEX {schema}.payments_patient_ix SET (fillfactor = 50)",
                        "ALTER INDEX {schema}.payments_patient_ix RESET (fillfactor)"),
                arguments(
                        "COMMENT ON INDEX {schema}.payments_patient_ix IS 'ours'",
                        "COMMENT ON INDEX {schema}.payments_patient_ix IS NULL"),
                arguments(
                        "ALTER TABLE {schema}.payments CLUSTER ON payments_patient_ix",
                        "ALTER TABLE {schema}.payments SET WITHOUT CLUSTER"),
                arguments(
                        "ALTER TABLE {schema}.payments REPLICA IDENTITY USING INDEX payments_external_id_uk",
                        "ALTER TABLE {schema}.payments REPLICA IDENTITY DEFAULT"),
                arguments("CREATE PUBLICATION {schema} FOR TABLE {schema}.patients", "DROP PUBLICATION {schema}"),
                arguments("CREATE PUBLICATION {schema} FOR TABLE {schema}.patient_totals", "DROP PUBLICATION {schema}"),
                arguments(
                        "ALTER TABLE {schema}.patient_totals CLUSTER ON patient_totals_ix",
                        "ALTER TABLE {schema}.patient_totals SET WITHOUT CLUSTER"),
                arguments(
                        "ALTER TABLE {schema}.payments ENABLE ROW LEVEL SECURITY;"
                                + " CREATE POLICY everything ON {schema}.payments USING (true)",
                        "DROP POLICY everything ON {schema}.payments;"
                                + " ALTER TABLE {schema}.payments DISABLE ROW LEVEL SECURITY"),
                arguments(
                        "CREATE UNIQUE INDEX payments_notes_ix ON {schema}.payments (external_id)",
                        "DROP INDEX {schema}.payments_notes_ix"),
                arguments(
                        "CREATE FUNCTION {schema}.spy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
                                + " CREATE CONSTRAINT TRIGGER spy AFTER INSERT ON {schema}.payments DEFERRABLE"
                                + " INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {schema}.spy()",
                        "DROP FUNCTION {schema}.spy() CASCADE"),
                arguments(
                        "REVOKE EXECUTE ON FUNCTION {schema}.make_indexes() FROM PUBLIC",
                        "GRANT EXECUTE ON FUNCTION {schema}.make_indexes() TO PUBLIC"),
                arguments(
                        "REVOKE EXECUTE ON FUNCTION {schema}.drop_indexes() FROM PUBLIC",
                        "GRANT EXECUTE ON FUNCTION {schema}.drop_indexes() TO PUBLIC"));
    }

    @ParameterizedTest
    @MethodSource("whatKeepsTheIndexes")
    void theIndexesAreKept(String done, String undone) throws SQLException {
        database.execute(done.replace("{schema}", schema));
        try {
            boolean owner =
                    is("pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = '" + schema + ".payments'::regclass");
            List<String> kept = definitions();

            load(10_000);
            boolean madeForTyped = made.get();
            emptyStore();
            watchAgain();
            loadFile(10_000);

            boolean dropped = owner && done.startsWith("REVOKE");
            assertThat(insertions).as("from the stage").hasValue(dropped ? 0 : 1);
            assertThat(List.of(madeForTyped, made.get())).containsOnly(dropped);
            assertThat(definitions()).isEqualTo(kept);
        } finally {
            database.execute(undone.replace("{schema}", schema));
        }
    }

    @Test
    void whereTheyAreKeptNoLockIsEither() throws SQLException {
        database.execute("ALTER TABLE " + schema + ".payments CLUSTER ON payments_patient_ix");
        try (Connection writer = database.owner().getConnection();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("UPDATE " + schema + ".store_state SET schema_version = -4");
            statement.execute("SELECT " + schema + ".drop_indexes()");

            database.execute("SELECT count(*) FROM " + schema + ".payments");

            writer.rollback();
        } finally {
            database.execute("ALTER TABLE " + schema + ".payments SET WITHOUT CLUSTER");
        }
    }

    /** The functions run with the rights of their owner, so no trigger of somebody else may run in them. */
    @Test
    void theFunctionsFireNoTrigger() {
        database.execute(
                "CREATE FUNCTION " + schema
                        + ".spy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF pg_trigger_depth() = 1"
                        + " AND session_user <> current_user THEN RAISE 'as somebody else'; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER spy BEFORE UPDATE ON " + schema + ".store_state FOR EACH ROW EXECUTE FUNCTION " + schema
                        + ".spy()");
        try {
            load(10_000);
        } finally {
            database.execute("DROP FUNCTION " + schema + ".spy() CASCADE");
        }
        assertThat(made).isTrue();
    }

    /** A query of the listener would wait for the commit, and the commit for the listener. */
    @Test
    void aListenerMayQuery() {
        try (HikariDataSource two = new HikariDataSource()) {
            two.setDataSource(database.application());
            two.setMaximumPoolSize(2);
            PatientPaymentStore reading =
                    PatientPaymentStore.builder(two).schema(schema).build();
            List<Phase> phases = new ArrayList<>();
            store = PatientPaymentStore.builder(two)
                    .schema(schema)
                    .guard(UNGUARDED)
                    .listener(new SyncListener() {
                        @Override
                        public void progress(SyncProgress progress) {
                            phases.add(progress.phase());
                            assertThat(reading.patient("3")).isEmpty();
                        }
                    })
                    .build();

            load(10_000);

            assertThat(phases).contains(Phase.APPLYING_PATIENTS).doesNotContain(Phase.COMMITTING);
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
        database.execute(
                "UPDATE " + schema + ".store_state SET schema_version = -4", "SELECT " + schema + ".drop_indexes()");
        String remedy = "UPDATE " + schema + ".store_state SET schema_version = 4 WHERE " + schema + ".make_indexes()";
        try {
            String message = "The schema " + schema
                    + " has no indexes, since its function drop_indexes() was called outside"
                    + " of the library. As its owner, execute " + remedy;
            assertThatThrownBy(() -> load(1))
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> PatientPaymentStore.builder(database.owner())
                            .schema(schema)
                            .build()
                            .migrate())
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessage(message);
        } finally {
            database.execute(remedy);
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

    private static List<PaymentData> some(int payments) {
        return IntStream.range(0, payments)
                .mapToObj(i -> payment("p" + i, "" + i % 10, "1"))
                .toList();
    }

    private void loadFile(int payments, PaymentData... more) {
        List<PaymentData> all = new ArrayList<>(some(payments));
        all.addAll(List.of(more));
        store.sync(JsonFiles.large(folder, PATIENTS, all));
        assertThat(store.patient("3").orElseThrow().paymentCount()).isEqualTo((payments + 6) / 10);
        assertThat(store.verifyIntegrity().counts()).isEmpty();
    }

    /** What is stored, without the times of the run. */
    private List<String> mirror() {
        List<String> mirror = new ArrayList<>(
                rows("SELECT id, external_id, first_name, last_name, changed_run FROM " + schema + ".patients"));
        mirror.addAll(rows("SELECT id, external_id, patient_id, amount, content_hash FROM " + schema + ".payments"));
        mirror.addAll(rows("SELECT * FROM " + schema + ".patient_totals"));
        return mirror;
    }

    private List<String> definitions() {
        String tables = "('" + schema + ".patients'::regclass, '" + schema + ".payments'::regclass, '" + schema
                + ".patient_totals'::regclass)";
        return rows("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid IN " + tables
                + " UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid IN " + tables);
    }
}
