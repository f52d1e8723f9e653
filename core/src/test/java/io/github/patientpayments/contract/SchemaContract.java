package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the schema is created, and the errors if it is missing or has another version. */
public class SchemaContract extends ContractTest {

    private String fresh;

    @BeforeEach
    void nameFreshSchema() {
        fresh = database.newSchemaName();
    }

    @AfterEach
    void dropFreshSchema() {
        database.dropSchema(fresh);
    }

    @Test
    void migratingAgainChangesNothing() {
        syncPatients(patient("1"));
        var before = everything();

        owners(schema).migrate();

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void manyInstancesMayMigrateAtOnce() throws Exception {
        migrateAtOnce(database.owner());
        assertWorks(owners(fresh));
        assertThat(rows("SELECT schema_version FROM " + fresh + ".store_state")).containsExactly("[4]");
    }

    /** Each needs two, and none may hold one while it waits for another that does the same. */
    @Test
    void manyMayMigrateAtOnceThroughAPoolOfTwo() throws Exception {
        try (HikariDataSource ownPool = new HikariDataSource()) {
            ownPool.setDataSource(database.owner());
            ownPool.setMaximumPoolSize(2);
            ownPool.setConnectionTimeout(20_000);
            migrateAtOnce(ownPool);
        }
        assertWorks(owners(fresh));
    }

    private void migrateAtOnce(DataSource dataSource) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CyclicBarrier together = new CyclicBarrier(8);
            List<Callable<Void>> instances = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                instances.add(() -> {
                    together.await(20, TimeUnit.SECONDS);
                    PatientPaymentStore.builder(dataSource)
                            .schema(fresh)
                            .build()
                            .migrate();
                    return null;
                });
            }
            for (Future<Void> instance : threads.invokeAll(instances)) {
                instance.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void thePrintedSchemaWorksAndMigrateAcceptsIt() {
        StringBuilder script = new StringBuilder();
        owners(fresh).printSchema(script);
        assertThat(rows("SELECT 1 FROM information_schema.schemata WHERE lower(schema_name) = '" + fresh + "'"))
                .as("printing changes nothing")
                .isEmpty();

        script.append("CREATE TABLE host_").append(fresh).append(" (id integer)");
        database.execute(statements(script.toString()));
        assertThat(rows("SELECT upper(table_schema) FROM information_schema.tables WHERE lower(table_name) = 'host_"
                        + fresh + "'"))
                .as("the connection is left in the host's schema")
                .containsExactly("[PUBLIC]");
        database.execute("DROP TABLE host_" + fresh);

        assertWorks(owners(fresh));
        owners(fresh).migrate();
        owners(fresh).migrate();
        assertThat(owners(fresh).patient("1")).isPresent();
    }

    /** A pool hands out its connections in a schema of the host, and does not look at it again. */
    @Test
    void migratingAndThePrintedSchemaLeaveAPooledConnectionInItsSchema() throws SQLException {
        String hosts = database.newSchemaName();
        database.execute("CREATE SCHEMA " + hosts);
        try (HikariDataSource ownPool = new HikariDataSource()) {
            ownPool.setDataSource(database.owner());
            ownPool.setMaximumPoolSize(2);
            ownPool.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
            ownPool.setConnectionInitSql(
                    database.postgres() ? "SET search_path = " + hosts + ", public" : "SET SCHEMA " + hosts);
            List<String> before = sessionsOf(ownPool);
            PatientPaymentStore printed =
                    PatientPaymentStore.builder(ownPool).schema(fresh).build();
            StringBuilder script = new StringBuilder();
            printed.printSchema(script);
            try (Connection connection = ownPool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(script.toString());
            }
            assertThat(sessionsOf(ownPool)).as("printed").isEqualTo(before);
            assertWorks(printed);

            printed.migrate();
            database.dropSchema(fresh);
            printed.migrate();

            assertThat(sessionsOf(ownPool)).as("migrated").isEqualTo(before);
            assertThat(rows("SELECT table_name FROM information_schema.tables WHERE lower(table_schema) = '" + hosts
                            + "'"))
                    .isEmpty();
        } finally {
            database.dropSchema(hosts);
        }
    }

    /** The schema of both connections of a pool, and everything else that a migration might have changed. */
    private List<String> sessionsOf(DataSource pool) throws SQLException {
        List<String> sessions = new ArrayList<>();
        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            for (Connection connection : List.of(one, other)) {
                sessions.add(connection.getSchema() + " " + connection.getAutoCommit() + " "
                        + connection.getTransactionIsolation());
                if (database.postgres()) {
                    try (Statement statement = connection.createStatement();
                            ResultSet settings = statement.executeQuery(
                                    "SELECT string_agg(name || ' ' || setting, ', ' ORDER BY name) FROM pg_settings"
                                            + " WHERE source = 'session' AND name <> 'transaction_isolation'"
                                            + " UNION ALL SELECT string_agg(locktype, ', ') FROM pg_locks"
                                            + " WHERE pid = pg_backend_pid() AND locktype = 'advisory'"
                                            + " UNION ALL SELECT current_user")) {
                        while (settings.next()) {
                            sessions.add(settings.getString(1));
                        }
                    }
                }
            }
        }
        return sessions;
    }

    @Test
    void aMissingSchemaIsReportedWithItsRemedyAtTheFirstCall() {
        PatientPaymentStore none =
                PatientPaymentStore.builder(pool).schema(fresh).build();

        for (Throwable failure : List.of(
                catchThrowable(() -> none.sync(onePatient())),
                catchThrowable(() -> none.totals(PatientFilter.all())),
                catchThrowable(() -> none.syncRuns(5)))) {
            assertThat(failure)
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContainingAll(fresh, "migrate()", "printSchema(out)");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void anOlderOrNewerSchemaIsReportedWithItsRemedy(int version) {
        database.execute("UPDATE " + schema + ".store_state SET schema_version = " + version);
        try {
            PatientPaymentStore store = store(builder -> builder);
            for (Throwable failure : List.of(
                    catchThrowable(() -> store.sync(onePatient())),
                    catchThrowable(() -> store.patient("1")),
                    catchThrowable(() -> owners(schema).migrate()))) {
                assertThat(failure)
                        .isInstanceOf(SchemaMismatchException.class)
                        .hasMessageContaining(schema + " has version " + version);
            }
            assertThat(catchThrowable(() -> store.patient("1")))
                    .hasMessageContaining(version == 0 ? "call migrate()" : "use the newer library");
            assertThat(store(builder -> builder)).isNotNull();
        } finally {
            database.execute("UPDATE " + schema + ".store_state SET schema_version = 4");
        }
        assertThat(store.patient("1")).isEmpty();
    }

    @Test
    void aLostLockRowIsNoticedByReadersAndWriters() {
        owners(fresh).migrate();
        database.execute("DELETE FROM " + fresh + ".store_state");

        for (Throwable failure : List.of(
                catchThrowable(() -> owners(fresh).sync(onePatient())),
                catchThrowable(() -> owners(fresh).patient("1")),
                catchThrowable(() -> owners(fresh).migrate()))) {
            assertThat(failure)
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContainingAll(fresh, "store_state", "backup");
        }
    }

    @Test
    void twoStoresInTwoSchemasDoNotSeeEachOther() {
        owners(fresh).migrate();
        PatientPaymentStore other = owners(fresh);
        syncPatients(patient("1", "Here", "A"), patient("2"));

        other.sync(onePatient());

        assertThat(other.patient("2")).isEmpty();
        assertThat(other.syncRuns(5)).hasSize(1);
        assertThat(store.patient("1").orElseThrow().firstName()).isEqualTo("Here");
        assertThat(store.totals(PatientFilter.all()).patients()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Upper",
                "1st",
                "_x",
                "a-b",
                "a b",
                "a.b",
                "a\"b",
                "a'; DROP TABLE x; --",
                "pg_own",
                "ı",
                "ünder",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void anInvalidSchemaNameIsRejectedWithoutAConnection(String name) {
        assertThatThrownBy(() -> PatientPaymentStore.builder(pool).schema(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema name");
    }

    @Test
    void migratingThroughAPoolOfOneReportsThatItNeedsTwo() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.owner());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(300);
        try (HikariDataSource poolOfOne = new HikariDataSource(config)) {
            assertThatThrownBy(() -> PatientPaymentStore.builder(poolOfOne)
                            .schema(fresh)
                            .build()
                            .migrate())
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContainingAll(fresh, "two connections")
                    .satisfies(e -> assertThat(
                                    ((StoreUnavailableException) e).sqlState().orElse("none"))
                            .isNotEmpty());
        }
    }

    @Test
    void migratingIntoSomebodysTablesIsRejectedInFlywaysWords() {
        database.execute("CREATE SCHEMA " + fresh, "CREATE TABLE " + fresh + ".somebodys (id integer)");

        assertThatThrownBy(() -> owners(fresh).migrate())
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContainingAll(fresh, "Found non-empty schema");
        assertThat(rows("SELECT 1 FROM information_schema.tables WHERE lower(table_schema) = '" + fresh + "'"))
                .hasSize(1);
    }

    @Test
    void migratingOnAnOpenTransactionIsRefused() throws SQLException {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE public.host_" + fresh + " (id integer)");
            statement.execute("INSERT INTO public.host_" + fresh + " VALUES (1)");
            PatientPaymentStore inTransaction = PatientPaymentStore.builder(Intercepted.dataSource(
                            database.owner(),
                            call -> call.is(DataSource.class, "getConnection")
                                    ? connection
                                    : call.is(Connection.class, "close") ? null : call.proceed()))
                    .schema(fresh)
                    .build();

            assertThatThrownBy(inTransaction::migrate)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("pass the plain DataSource");

            statement.execute("DROP TABLE public.host_" + fresh);
            connection.rollback();
        }
        database.execute("DROP TABLE IF EXISTS public.host_" + fresh);
        assertThat(rows("SELECT 1 FROM information_schema.schemata WHERE lower(schema_name) = '" + fresh + "'"))
                .isEmpty();
    }

    @Test
    void aDriverWithoutANameIsRejectedInOneSentence() {
        PatientPaymentStore nameless = PatientPaymentStore.builder(Intercepted.dataSource(
                        pool,
                        call -> call.is(DatabaseMetaData.class, "getDatabaseProductName") ? null : call.proceed()))
                .build();

        for (Throwable failure : List.of(
                catchThrowable(() -> nameless.sync(onePatient())),
                catchThrowable(() -> nameless.patient("1")),
                catchThrowable(nameless::migrate),
                catchThrowable(() -> nameless.printSchema(new StringBuilder())))) {
            assertThat(failure)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("PostgreSQL and H2", "does not name it");
        }
    }

    @Test
    void anUnsupportedDatabaseIsRejectedByName() {
        PatientPaymentStore oracle = PatientPaymentStore.builder(Intercepted.dataSource(
                        pool,
                        call -> call.is(DatabaseMetaData.class, "getDatabaseProductName") ? "Oracle" : call.proceed()))
                .build();

        for (Throwable failure : List.of(
                catchThrowable(() -> oracle.sync(onePatient())),
                catchThrowable(() -> oracle.patient("1")),
                catchThrowable(oracle::migrate),
                catchThrowable(() -> oracle.printSchema(new StringBuilder())))) {
            assertThat(failure)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("PostgreSQL and H2", "Oracle");
        }
    }

    /** PostgreSQL 14 would migrate, and fail in the first sync: it has no MERGE. */
    @Test
    void aVersionThatIsTooOldIsRejectedByNumber() {
        int major = database.postgres() ? 14 : 2;
        PatientPaymentStore old = PatientPaymentStore.builder(Intercepted.dataSource(database.owner(), call -> {
                    if (call.is(DatabaseMetaData.class, "getDatabaseMajorVersion")) {
                        return major;
                    }
                    return call.is(DatabaseMetaData.class, "getDatabaseMinorVersion") ? 1 : call.proceed();
                }))
                .schema(fresh)
                .build();

        for (Throwable failure : List.of(
                catchThrowable(old::migrate),
                catchThrowable(() -> old.printSchema(new StringBuilder())),
                catchThrowable(() -> old.sync(onePatient())),
                catchThrowable(() -> old.patient("1")))) {
            assertThat(failure)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("from 15 and 2.2 on", major + ".1");
        }
        assertThat(rows("SELECT 1 FROM information_schema.schemata WHERE lower(schema_name) = '" + fresh + "'"))
                .isEmpty();
    }

    private PatientPaymentStore owners(String schemaName) {
        return PatientPaymentStore.builder(database.owner()).schema(schemaName).build();
    }

    private static Snapshot onePatient() {
        return Snapshot.builder().patients(Source.of(List.of(patient("1")))).build();
    }

    /** Uses every table: an insertion, a change, a deletion, a rejection. */
    public static void assertWorks(PatientPaymentStore store) {
        store.sync(Snapshot.builder()
                .patients(Source.of(List.of(patient("1"), patient("2"))))
                .payments(Source.of(List.of(payment("p1", "1", "10.00"), payment("p2", "2", "7.10"))))
                .build());
        var report = store.sync(Snapshot.builder()
                .patients(Source.of(List.of(patient("1", "New", "Name"))))
                .payments(Source.of(List.of(payment("p1", "1", "12.00"), invalidPayment("p3", "1"))))
                .build());
        assertThat(report.patients().updated()).isEqualTo(1);
        assertThat(report.payments().deleted()).isEqualTo(1);
        assertThat(report.rejections()).hasSize(1);
        assertThat(store.patient("1").orElseThrow().paymentTotal()).isEqualTo("12.00");
    }

    private static String[] statements(String script) {
        StringBuilder sql = new StringBuilder();
        script.lines()
                .filter(line -> !line.startsWith("--"))
                .forEach(line -> sql.append(line).append('\n'));
        // The body of a function goes on after its semicolons.
        return sql.toString().strip().split(";\\s*\n(?! |BEGIN\n|END\n|EXCEPTION\n)");
    }
}
