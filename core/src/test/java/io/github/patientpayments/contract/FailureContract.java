package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.fixture.Contention;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that is unreachable, breaks off, denies or reports an error, and what the store reports then. */
@Contention
class FailureContract extends ContractTest {

    @Test
    void aConnectionThatBreaksDuringASlowStreamIsATemporaryFailure() {
        syncPatients(patient("1"));
        Map<String, List<String>> before = everything();
        AtomicReference<Connection> used = new AtomicReference<>();
        PatientPaymentStore breaking = PatientPaymentStore.builder(
                        Intercepted.dataSource(database.application(), call -> {
                            Object result = call.proceed();
                            if (result instanceof Connection connection) {
                                used.set(connection);
                            }
                            return result;
                        }))
                .schema(schema)
                .build();

        Throwable failure = catchThrowable(() -> breaking.sync(Snapshot.builder()
                .patients(Source.once(Stream.of("1", "2", "3").map(id -> {
                    if (id.equals("3")) {
                        database.breakConnection(used.get());
                    }
                    return patient(id);
                })))
                .build()));

        assertThat(failure)
                .isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
                    assertThat(e.isRetryable()).isTrue();
                    assertThat(e.sqlState()).isPresent();
                })
                .hasMessageContaining("Call again");
        assertThat(everything()).isEqualTo(before);
        assertThat(breaking.sync(of(patient("1"), patient("2"))).patients().inserted())
                .isEqualTo(1);
    }

    /** An embedded database has no log that would tell. */
    @ParameterizedTest
    @ValueSource(strings = {"53100", "90028", "90031"})
    void aFullDiskIsNamed(String state) {
        syncPatients(patient("1"));
        Map<String, List<String>> before = everything();
        PatientPaymentStore full = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.sql().contains("insert into") && call.sql().contains("patient_diff")) {
                        throw new SQLException("injected", state);
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();

        assertThat(catchThrowable(() -> full.sync(of(patient("1"), patient("2")))))
                .isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
                    assertThat(e.isRetryable()).isFalse();
                    assertThat(e.sqlState()).contains(state);
                })
                .hasMessageContaining("no space is left; nothing was changed. Free some space");
        assertThat(everything()).isEqualTo(before);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new SQLException("x", "25P03"), true, "Call again later"),
                arguments(new SQLException("x", "53200"), true, "Call again later"),
                arguments(new SQLException("x", "08006"), true, "connection to the database was lost"),
                arguments(new SQLException("x", "XX000"), false, "See the log of the database"),
                arguments(new SQLException("x"), false, "See the log of the database"),
                arguments(new SQLTransientException("x"), true, "connection to the database was lost"),
                arguments(new SQLRecoverableException("x"), true, "connection to the database was lost"),
                arguments(new SQLNonTransientConnectionException("x"), true, "connection to the database was lost"));
    }

    /** By its SQLState; by its type if it has none. */
    @ParameterizedTest
    @MethodSource("failures")
    void aFailureSaysWhetherToCallAgain(SQLException failure, boolean retryable, String said) {
        PatientPaymentStore failing = failing(failure);

        assertThat(catchThrowable(() -> failing.sync(of(patient("1")))))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isRetryable()).isEqualTo(retryable))
                .hasMessageContainingAll(said, "nothing was changed");
    }

    /** A driver may repeat itself, so the chain of causes is cut. */
    @Test
    void aLongChainOfCausesIsKeptInPartAndWithoutMessages() {
        SQLException failure = new SQLException("Geheimnis", "XX000");
        for (int i = 0; i < 30; i++) {
            failure = new SQLException("Geheimnis", "XX000", failure);
            failure.addSuppressed(new SQLException("Geheimnis", "XX000"));
        }
        PatientPaymentStore failing = failing(failure);

        Throwable thrown = catchThrowable(() -> failing.sync(of(patient("1"))));

        assertThat(printed(thrown)).doesNotContain("Geheimnis");
        assertThat(Stream.iterate(thrown, Objects::nonNull, Throwable::getCause))
                .hasSizeBetween(5, 15);
    }

    private PatientPaymentStore failing(SQLException failure) {
        return PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.sql().contains("insert into " + schema + ".sync_runs")) {
                        throw failure;
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();
    }

    /** H2 goes on with a batch after the first row that could not be written, though its file is closed then. */
    @Test
    void aDiskThatIsFullInABatchIsNamed() {
        SQLException batch = new SQLException("injected", "90028");
        batch.setNextException(new SQLException("injected", "90028", new IOException("No space left on device")));
        batch.setNextException(new SQLException("injected", "90028", new ClosedChannelException()));
        PatientPaymentStore full = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.sql().contains("insert into " + schema + ".sync_runs")) {
                        throw batch;
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();

        assertThat(catchThrowable(() -> full.sync(of(patient("1")))))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("no space is left; nothing was changed. Free some space");
    }

    /** H2 repeats a statement that misses a row until its lock timeout, and then reports a lock. */
    @ParameterizedTest
    @CsvSource({"90143, false", "90143, true", "90112, true", "90030, false", "HY000, false"})
    void aDamagedFileOfH2IsNamed(String state, boolean asLock) {
        SQLException damage = new SQLException("General error: File corrupted in chunk 2", state);
        SQLException reported = asLock ? new SQLException("injected", "HYT00", damage) : damage;
        for (String table : List.of("patients", "store_state")) {
            PatientPaymentStore damaged = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                        if (call.sql().contains(schema + "." + table)) {
                            throw reported;
                        }
                        return call.proceed();
                    }))
                    .schema(schema)
                    .build();

            for (Throwable failure : List.of(
                    catchThrowable(() -> damaged.sync(of(patient("1")))), catchThrowable(() -> damaged.patient("1")))) {
                assertThat(failure)
                        .isInstanceOfSatisfying(StoreUnavailableException.class, e -> {
                            assertThat(e.isRetryable()).isFalse();
                            assertThat(e.sqlState()).contains(state);
                        })
                        .hasMessageContainingAll("file of H2 is damaged", "nothing was changed", "Restore it")
                        .hasMessageNotContaining("lock");
            }
        }
    }

    /** The last run of a damaged file was found without its counts. */
    @Test
    void aRowOfTheStoresOwnThatIsMissingIsNamed() {
        syncPatients(patient("1"));
        database.execute("DELETE FROM " + schema + ".sync_run_counts");

        assertThat(catchThrowable(() -> syncPatients(patient("1"))))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isRetryable()).isFalse())
                .hasMessageContainingAll("A row is missing", "verifyIntegrity()", "backup");
    }

    /** H2 works on its file by an interruptible channel, and reports an interruption as a disk that fails. */
    @Test
    void anInterruptedThreadIsNamed() {
        SQLException closed = new SQLException("injected", "90028", new IOException(new ClosedByInterruptException()));
        SQLException later = new SQLException("General error: the store is closed [2.4.240/4]", "HY000");
        SQLException stateless = new SQLException("the store is closed");
        for (SQLException failure : List.of(closed, later, stateless)) {
            PatientPaymentStore interrupted = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                        if (call.sql().startsWith("insert into " + schema + ".patients ")) {
                            throw failure;
                        }
                        return call.proceed();
                    }))
                    .schema(schema)
                    .build();

            assertThat(catchThrowable(() -> interrupted.sync(of(patient("1")))))
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.isRetryable()).isTrue())
                    .hasMessageContainingAll("The thread was interrupted", "nothing was changed")
                    .hasMessageNotContaining("space");
        }
    }

    /** Before the lock nothing has begun that could not be repeated. */
    @Test
    void aSerializationFailureBeforeTheLockIsRepeated() {
        AtomicInteger failures = new AtomicInteger(2);
        PatientPaymentStore failing = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.sql().contains("store_state") && failures.getAndDecrement() > 0) {
                        throw new SQLException("injected", "40001");
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();

        assertThat(failing.sync(of(patient("1"))).patients().inserted()).isEqualTo(1);
        assertThat(failures).hasNegativeValue();
    }

    /** So a one-shot source has not been read yet. */
    @Test
    void aSerializationFailureAtTheLockIsRepeatedForAnySource() {
        AtomicInteger failures = new AtomicInteger(2);
        PatientPaymentStore failing = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.sql().endsWith("for update") && failures.getAndDecrement() > 0) {
                        throw new SQLException("injected", "40001");
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();

        assertThat(failing.sync(Snapshot.builder()
                                .patients(Source.once(Stream.of(patient("1"))))
                                .build())
                        .patients()
                        .inserted())
                .isEqualTo(1);
        assertThat(failures).hasNegativeValue();
    }

    /** A pool configured by its setters connects at the first call, and throws the pool's own exception. */
    @Test
    void aPoolThatCannotStartIsATemporaryFailure() {
        try (HikariDataSource lazy = new HikariDataSource()) {
            lazy.setDataSource(database.unreachable());
            lazy.setConnectionTimeout(300);
            PatientPaymentStore away =
                    PatientPaymentStore.builder(lazy).schema(schema).build();

            assertThatThrownBy(() -> away.patient("1"))
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.isRetryable()).isTrue())
                    .hasMessageContaining("Call again later");
        }
    }

    @Test
    void aRoleWithoutRightsGetsTheRightsThatItNeedsNamed() {
        String other = database.newSchemaName();
        PatientPaymentStore.builder(database.owner()).schema(other).build().migrate();
        try {
            PatientPaymentStore withoutRights =
                    PatientPaymentStore.builder(pool).schema(other).build();

            for (Throwable failure : List.of(
                    catchThrowable(() -> withoutRights.sync(of(patient("1")))),
                    catchThrowable(() -> withoutRights.totals(PatientFilter.all())))) {
                assertThat(failure)
                        .isInstanceOfSatisfying(
                                StoreUnavailableException.class,
                                e -> assertThat(e.isRetryable()).isFalse())
                        .hasMessageContainingAll(
                                other, "USAGE of the schema", "SELECT, INSERT, UPDATE and DELETE on its tables");
            }
        } finally {
            database.dropSchema(other);
        }
    }

    /**
     * The messages of the databases contain the row: in H2 all of it, in PostgreSQL the detail and the context of COPY.
     */
    @ParameterizedTest
    @ValueSource(strings = {"patient_stage", "patients"})
    void noMessageOfTheDatabaseIsPassedOn(String table) {
        database.execute("ALTER TABLE " + schema + "." + table
                + " ADD CONSTRAINT nobody CHECK (first_name <> 'Geheimnis' OR last_name IS NULL)");
        try {
            StoreException failure = catchThrowableOfType(
                    StoreException.class, () -> syncPatients(patient("id-4711", "Geheimnis", "Verschwiegen")));

            assertThat(failure).isInstanceOf(StoreUnavailableException.class);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure.sqlState())
                    .hasValueSatisfying(state -> assertThat(state).startsWith("23"));
            assertThat(printed(failure)).doesNotContain("Geheimnis", "Verschwiegen", "4711", "1980-01-31");
            assertThat(failure.getCause()).isNotNull();
            assertThat(failure.getCause().getStackTrace()).isNotEmpty();
        } finally {
            database.execute("ALTER TABLE " + schema + "." + table + " DROP CONSTRAINT nobody");
        }
    }

    @Test
    void norOneAboutAPayment() {
        syncPatients(patient("1"));
        database.execute(
                "ALTER TABLE " + schema + ".payments ADD CONSTRAINT nobody CHECK (amount <> 12345.67 OR id IS NULL)");
        try {
            Throwable failure =
                    catchThrowable(() -> syncPayments(payment("p-4711", "1", "12345.67"), payment("p-2", "1", "1")));

            assertThat(failure).isInstanceOf(StoreUnavailableException.class);
            assertThat(printed(failure)).doesNotContain("12345.67", "4711");
        } finally {
            database.execute("ALTER TABLE " + schema + ".payments DROP CONSTRAINT nobody");
        }
    }

    /** A caller that writes to its own tables, and to those of the store, in one transaction. */
    @Test
    void aCallerThatWaitsForItsOwnLockLearnsIt() throws SQLException {
        syncPatients(patient("1"));
        PatientPaymentStore impatient = store(builder -> builder.lockTimeout(Duration.ofMillis(100)));
        try (Connection callers = database.owner().getConnection();
                Statement statement = callers.createStatement()) {
            callers.setAutoCommit(false);
            statement.execute("UPDATE " + schema + ".patients SET first_name = 'Held'");
            assertThatThrownBy(() -> impatient.sync(of(patient("1", "New", "Name"))))
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.isRetryable()).isTrue())
                    .hasMessageContainingAll("one of the caller's own", "Otherwise call again later");
            callers.rollback();

            statement.execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");
            assertThatThrownBy(() -> impatient.sync(of(patient("1", "New", "Name"))))
                    .isInstanceOf(StoreBusyException.class)
                    .hasMessageContaining("a transaction of the caller");
            callers.rollback();
        }
    }

    /** Writers lift it. */
    @Test
    void aStatementTimeoutOfTheHostIsNamed() throws SQLException {
        PatientPaymentStore hurried = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.sql().contains("payments")) {
                        throw new SQLException("canceling statement due to statement timeout", "57014");
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();

        assertThatThrownBy(() -> hurried.totals(PatientFilter.all()))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.isRetryable()).isTrue())
                .hasMessageContainingAll("statement_timeout", "QUERY_TIMEOUT");
    }

    /** Drivers and pools put the database's own one causes deep, or into the next exception of a batch. */
    @ParameterizedTest
    @CsvSource({
        "57P01, true, was lost",
        "40001, true, conflict with recovery",
        "53100, false, no space is left",
        "26000, true, prepareThreshold=0",
        "42P05, true, prepareThreshold=0",
        "25P02, false, roll it back first",
        "23514, false, See the log of the database"
    })
    void anSqlStateIsFoundWhereverItIs(String state, boolean retryable, String said) {
        SQLException inner = new SQLException("Geheimnis", state);
        SQLException next = new SQLException("a wrapper's own");
        next.setNextException(inner);
        for (SQLException failure :
                List.of(inner, new SQLException("a wrapper's own", inner), new SQLException("", "", inner), next)) {
            PatientPaymentStore failing = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                        if (call.sql().contains("payments")) {
                            throw failure;
                        }
                        return call.proceed();
                    }))
                    .schema(schema)
                    .build();

            StoreException thrown =
                    catchThrowableOfType(StoreException.class, () -> failing.totals(PatientFilter.all()));

            assertThat(thrown).isInstanceOf(StoreUnavailableException.class).hasMessageContaining(said);
            assertThat(thrown.isRetryable()).isEqualTo(retryable);
            assertThat(thrown.sqlState()).contains(state);
            assertThat(printed(thrown)).doesNotContain("Geheimnis");
        }
    }

    @Test
    void aMissingColumnIsAMismatchOfTheSchema() {
        database.execute("ALTER TABLE " + schema + ".patient_stage DROP COLUMN middle_name");
        try {
            Throwable failure = catchThrowable(() -> syncPatients(patient("id-4711", "Geheimnis", "Verschwiegen")));

            assertThat(failure)
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessageContainingAll(schema, "migrate()");
            assertThat(printed(failure)).doesNotContain("Geheimnis", "Verschwiegen", "4711");
        } finally {
            dropSchema();
            createSchema();
        }
    }

    private static Snapshot of(PatientData... patients) {
        return Snapshot.builder().patients(Source.of(List.of(patients))).build();
    }

    /** As a log would show it: every cause and everything suppressed. */
    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text + failure.toString();
    }
}
