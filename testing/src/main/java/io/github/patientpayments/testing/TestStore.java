package io.github.patientpayments.testing;

import io.github.patientpayments.PatientPaymentStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/**
 * An empty store in a database of its own, in the memory of H2. Closing it drops the database.
 *
 * <pre>{@code
 * try (TestStore test = TestStore.h2()) {
 *     test.store().sync(Snapshot.builder().patients(Source.of(patients)).build());
 *     assertThat(test.store()).hasPatients(2).isConsistent();
 * }
 * }</pre>
 *
 * <p>Each test store has another database, so tests can run in parallel. The tables are those that
 * {@link PatientPaymentStore#migrate()} would create, without Flyway; calling it is not necessary, and does no harm.
 * Thread-safe.
 */
public final class TestStore implements AutoCloseable {

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
    private final JdbcDataSource dataSource = new JdbcDataSource();
    private final PatientPaymentStore store;

    /** H2 drops a database in memory with its last connection: this one keeps it. */
    private final Connection keeper;

    private TestStore(Consumer<? super PatientPaymentStore.Builder> customizer) {
        // A connection after close() would create the database again, and nobody would drop it.
        dataSource.setURL(url + ";IFEXISTS=TRUE");
        PatientPaymentStore.Builder builder = PatientPaymentStore.builder(dataSource);
        customizer.accept(builder);
        store = builder.build();
        keeper = connection();
        try {
            createSchema();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Creates a test store with default settings.
     *
     * @return an empty store, to be closed
     */
    public static TestStore h2() {
        return h2(builder -> {});
    }

    /**
     * Creates a test store with settings of your own, for instance another clock or guard:
     *
     * <pre>{@code
     * TestStore test = TestStore.h2(builder -> builder.clock(clock).zone(ZoneId.of("America/Bogota")));
     * }</pre>
     *
     * @param customizer receives the builder of the store, before it is built
     * @return an empty store, to be closed
     */
    public static TestStore h2(Consumer<? super PatientPaymentStore.Builder> customizer) {
        return new TestStore(Objects.requireNonNull(customizer, "customizer"));
    }

    /** Without Flyway: its presence would make Spring Boot 3 run it on the host's own database in the host's tests. */
    private void createSchema() {
        StringBuilder script = new StringBuilder();
        store.printSchema(script);
        try (Statement statement = keeper.createStatement()) {
            statement.execute(script.toString());
        } catch (SQLException e) {
            throw new IllegalStateException("H2 can't create the schema of the store: " + e.getMessage(), e);
        }
    }

    private Connection connection() {
        JdbcDataSource creating = new JdbcDataSource();
        creating.setURL(url);
        try {
            return creating.getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException("H2 can't create a database in memory: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the store.
     *
     * @return the same store at every call; after {@link #close()} it throws
     *     {@link io.github.patientpayments.StoreUnavailableException}
     */
    public PatientPaymentStore store() {
        return store;
    }

    /**
     * Returns the data source of the store, for tables of your own beside those of the store, or for a second store.
     *
     * @return opens a new connection at every call; after {@link #close()} none
     */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Drops the database, also while connections to it are open. A second call has no effect. */
    @Override
    public void close() {
        try (Connection last = keeper) {
            if (!last.isClosed()) {
                shutDown(last);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("H2 can't drop the database in memory: " + e.getMessage(), e);
        }
    }

    private static void shutDown(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    /** Shows the URL of the database. */
    @Override
    public String toString() {
        return "TestStore[" + url + "]";
    }
}
