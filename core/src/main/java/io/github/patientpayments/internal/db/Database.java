package io.github.patientpayments.internal.db;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;
import org.jooq.conf.StatementType;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs queries, each on one connection, and writers, one at a time, each in a transaction of its own that locks the
 * lock row. Returns each connection in the state in which it was received. Thread-safe.
 */
public final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int MAX_ATTEMPTS = 3;

    private final DataSource dataSource;
    private final String schema;
    private final Duration lockTimeout;
    private final Settings defaultSettings;
    private final Settings replanningSettings;
    private final SchemaCheck schemaCheck;

    public Database(DataSource dataSource, String schema, Duration lockTimeout) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.lockTimeout = lockTimeout;
        this.schemaCheck = new SchemaCheck(schema);
        this.defaultSettings = new Settings()
                .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
                .withRenderMapping(new RenderMapping()
                        .withSchemata(
                                new MappedSchema().withInput("patient_payments").withOutput(schema)))
                // jOOQ would log bind values, which are personal data.
                .withExecuteLogging(false);
        // A driver caches the plan of a statement that was prepared a few times. A plan made when a working table had
        // ten rows is too slow for a million. Literals may appear in logs, so these statements contain no personal
        // data.
        this.replanningSettings =
                SettingsTools.clone(defaultSettings).withStatementType(StatementType.STATIC_STATEMENT);
    }

    DataSource dataSource() {
        return dataSource;
    }

    String schema() {
        return schema;
    }

    /** Runs a query on one connection, in the transaction of that connection if it has one. */
    public <T> T read(Function<DSLContext, T> query) {
        return onConnection(connection -> query(connection, defaultSettings, query));
    }

    /** Runs a query for a few rows that are adjacent in an index, however large the table is. */
    public <T> T readByIndexes(Function<DSLContext, T> query) {
        return onConnection(connection ->
                Dialect.of(connection).byIndexes(connection, prepared -> query(prepared, defaultSettings, query)));
    }

    /** Runs a query that aggregates or joins whole tables. */
    public <T> T readWithSetJoins(Function<DSLContext, T> query) {
        return readWithSetJoins(defaultSettings, query);
    }

    /** The same, but planned again by each call, for a query without personal data. */
    public <T> T readWithSetJoinsReplanned(Function<DSLContext, T> query) {
        return readWithSetJoins(replanningSettings, query);
    }

    private <T> T readWithSetJoins(Settings settings, Function<DSLContext, T> query) {
        return onConnection(connection ->
                Dialect.of(connection).preferSetJoins(connection, prepared -> query(prepared, settings, query)));
    }

    /**
     * Checks whether the library can work with the schema, as a writer does each time.
     *
     * @throws io.github.patientpayments.SchemaMismatchException if it can't
     */
    public void checkSchema() {
        onConnection(connection -> {
            Dialect dialect = Dialect.of(connection);
            DSLContext dsl = dialect.forQueries(dsl(connection, dialect));
            return schemaCheck.check(dsl.fetchOne(STORE_STATE), dsl, dialect);
        });
    }

    private <T> T query(Connection connection, Settings settings, Function<DSLContext, T> query) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        DSLContext dsl = dialect.forQueries(DSL.using(connection, dialect.jooq(), settings));
        if (!schemaCheck.passed()) {
            schemaCheck.check(dsl.fetchOne(STORE_STATE), dsl, dialect);
        }
        return query.apply(dsl);
    }

    /**
     * Reads the lock row without locking it, for work that a writer does before it waits for the lock. Repeated like
     * the writer's transaction, since nothing has begun.
     *
     * @throws IllegalStateException if the connection arrives with an open transaction
     */
    public StoreStateRecord readState(UUID attempt) {
        return repeated(attempt, true, connection -> query(connection, this::readState));
    }

    private StoreStateRecord readState(Connection connection) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        DSLContext dsl = dsl(connection, dialect);
        refuseOpenTransaction(connection, dialect, dsl);
        return schemaCheck.check(dsl.fetchOne(STORE_STATE), dsl, dialect);
    }

    /**
     * Does the work of a writer in a transaction, and commits it or rolls it back.
     *
     * @param attempt names the work in the run log
     * @param work the work to do under the lock; it must be repeatable from the beginning
     */
    public <T> T write(UUID attempt, Function<Transaction, T> work) {
        return inWriteTransaction(attempt, true, transaction -> TransactionResult.commit(work.apply(transaction)));
    }

    /**
     * Does the work of a writer in a transaction, and commits it or rolls it back, as its result says. After a deadlock
     * or a serialization failure the work is repeated a few times, if it is repeatable.
     *
     * @param attempt names the work in the run log
     * @param repeatable whether the work can be repeated from the beginning
     * @param work the work to do under the lock
     */
    public <T> T inWriteTransaction(
            UUID attempt, boolean repeatable, Function<Transaction, TransactionResult<T>> work) {
        return repeated(attempt, repeatable, connection -> inTransaction(connection, attempt, work));
    }

    private <T> T repeated(UUID attempt, boolean repeatable, Work<T> work) {
        List<Exception> failures = new ArrayList<>();
        while (true) {
            try {
                return connected(work);
            } catch (SQLException | DataAccessException e) {
                if (!SqlStates.repeatable(Failures.sqlState(e))) {
                    throw Failures.translate(e, schema);
                }
                failures.add(e);
                if (!repeatable || failures.size() == MAX_ATTEMPTS) {
                    throw retriesExhausted(failures, repeatable);
                }
                LOG.info("Attempt {} met a deadlock and is repeated", attempt);
            }
        }
    }

    /** Runs a query on one connection, and translates the driver's exceptions into the store's. */
    <T> T onConnection(Work<T> query) {
        try {
            return connected(connection -> query(connection, query));
        } catch (SQLException | DataAccessException e) {
            throw Failures.translate(e, schema);
        }
    }

    /** Ends the transaction that a query begins where autocommit is off. */
    private static <T> T query(Connection connection, Work<T> query) throws SQLException {
        boolean begins = Dialect.of(connection).queryBeginsTransaction(connection);
        try {
            return query.on(connection);
        } finally {
            if (begins && !quietly("end the transaction of a query", connection::rollback)) {
                abort(connection);
            }
        }
    }

    private <T> T connected(Work<T> work) throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            return work.on(connection);
        } finally {
            quietly("give the connection back", connection::close);
        }
    }

    DSLContext dsl(Connection connection, Dialect dialect) {
        return DSL.using(connection, dialect.jooq(), defaultSettings);
    }

    private <T> T inTransaction(Connection connection, UUID attempt, Function<Transaction, TransactionResult<T>> work)
            throws SQLException {
        Dialect dialect = Dialect.of(connection);
        DSLContext dsl = DSL.using(connection, dialect.jooq(), replanningSettings);
        refuseOpenTransaction(connection, dialect, dsl);
        boolean autoCommit = connection.getAutoCommit();
        Dialect.@Nullable HostSettings hosts = null;
        boolean over = true;
        try {
            hosts = dialect.begin(connection, lockTimeout);
            Transaction transaction = new Transaction(connection, dsl, dialect, lock(dsl, dialect));
            Savepoint locked = connection.setSavepoint();
            TransactionResult<T> result = work.apply(transaction);
            if (result.commits()) {
                commit(connection, dialect, attempt);
                return result.result();
            }
            T outcome = afterRollback(transaction, locked, attempt, result);
            over = quietly("roll back", connection::rollback);
            return outcome;
        } catch (Throwable e) {
            over = quietly("roll back", connection::rollback);
            throw e;
        } finally {
            // A failure to restore the connection must not make a committed transaction look as if it had failed.
            over = over
                    && hosts != null
                    && quietly("restore the settings of the connection", hosts::restore)
                    && quietly("restore autocommit", () -> connection.setAutoCommit(autoCommit));
            if (!over) {
                // Switching autocommit on would commit a transaction that could not be rolled back, and no pool may
                // lend a connection whose state is unknown.
                abort(connection);
            }
        }
    }

    /**
     * Undoes the work but keeps the lock, so that no other writer comes in between. In H2, writers that wait for the
     * lock are polling until the commit, so what is done here must be short.
     */
    private static <T> T afterRollback(
            Transaction transaction, Savepoint locked, UUID attempt, TransactionResult<T> result) {
        Function<Transaction, T> next = result.afterRollback();
        if (next == null) {
            return result.result();
        }
        try {
            transaction.connection().rollback(locked);
            transaction.state().reset();
            T outcome = next.apply(transaction);
            commit(transaction.connection(), transaction.dialect(), attempt);
            return outcome;
        } catch (SQLException | RuntimeException e) {
            LOG.warn("A refused run could not be logged (SQLState {})", Failures.sqlState(e));
            return result.result();
        }
    }

    /** H2 ignores this, and a pool then resets the connection. */
    private static void abort(Connection connection) {
        quietly("abort the connection", () -> connection.abort(Runnable::run));
    }

    private static void refuseOpenTransaction(Connection connection, Dialect dialect, DSLContext dsl)
            throws SQLException {
        if (dialect.transactionOpen(connection, dsl)) {
            throw new IllegalStateException("The store owns its transactions, and this connection arrived with one"
                    + " open: pass the plain DataSource to the store, not one that hands out a running transaction's"
                    + " connection");
        }
    }

    private StoreStateRecord lock(DSLContext dsl, Dialect dialect) {
        try {
            return schemaCheck.check(dsl.selectFrom(STORE_STATE).forUpdate().fetchOne(), dsl, dialect);
        } catch (DataAccessException e) {
            String state = Failures.sqlState(e);
            if (SqlStates.lockTimedOut(state)) {
                throw new StoreBusyException(
                        "Another writer held the lock of the schema " + schema + " for more than " + lockTimeout
                                + ". Call again later, or allow more time with lockTimeout(…).",
                        state,
                        Failures.scrubbed(e));
            }
            throw e;
        }
    }

    /** A server that still answers says whether it has committed. */
    private static void commit(Connection connection, Dialect dialect, UUID attempt) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            String state = Failures.sqlState(e);
            if (dialect.commitRefused(state) && isOpen(connection)) {
                throw e;
            }
            throw new OutcomeUnknownException(attempt, e.getSQLState(), Failures.scrubbed(e));
        }
    }

    private static boolean isOpen(Connection connection) {
        try {
            return !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    private static StoreUnavailableException retriesExhausted(List<Exception> failures, boolean repeatable) {
        Exception last = failures.remove(failures.size() - 1);
        StoreUnavailableException failure = new StoreUnavailableException(
                "The database aborted the transaction (deadlock or serialization failure); nothing was changed. "
                        + (repeatable
                                ? "Call again later."
                                : "Call again with a new stream, or use a source that can be opened again."),
                true,
                Failures.sqlState(last),
                Failures.scrubbed(last));
        failures.forEach(earlier -> failure.addSuppressed(Failures.scrubbed(earlier)));
        return failure;
    }

    private static boolean quietly(String what, Step step) {
        try {
            step.run();
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.warn("Could not {} (SQLState {})", what, Failures.sqlState(e));
            return false;
        }
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }
}
