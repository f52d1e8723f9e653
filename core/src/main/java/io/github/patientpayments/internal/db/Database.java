package io.github.patientpayments.internal.db;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.sql.Connection;
import java.sql.SQLException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's database, as the store uses it: queries on one connection, and writers one at a time, each in a
 * transaction of its own that holds the lock row. A connection goes back as it came. Thread-safe.
 */
public final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int MAX_ATTEMPTS = 3;

    private final DataSource dataSource;
    private final String schema;
    private final Duration lockTimeout;
    private final Settings asking;
    private final Settings replanning;
    private final SchemaCheck schemaCheck;

    public Database(DataSource dataSource, String schema, Duration lockTimeout) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.lockTimeout = lockTimeout;
        this.schemaCheck = new SchemaCheck(schema);
        this.asking = new Settings()
                .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
                .withRenderMapping(new RenderMapping()
                        .withSchemata(
                                new MappedSchema().withInput("patient_payments").withOutput(schema)))
                // jOOQ would log bind values, which are people's names.
                .withExecuteLogging(false);
        // A driver that has prepared a statement a few times keeps its plan: made for yesterday's ten rows in a
        // working table, it would be used for today's million. Such statements must hold what is ours, not people's.
        this.replanning = SettingsTools.clone(asking).withStatementType(StatementType.STATIC_STATEMENT);
    }

    DataSource dataSource() {
        return dataSource;
    }

    String schema() {
        return schema;
    }

    /** Asks something, on one connection, in whatever transaction that connection brings. */
    public <T> T read(Function<DSLContext, T> query) {
        return onConnection(connection -> ask(connection, asking, query));
    }

    /** Asks for a few rows that lie together in an index, however many there are beside them. */
    public <T> T readByIndexes(Function<DSLContext, T> query) {
        return onConnection(
                connection -> Dialect.of(connection).byIndexes(connection, prepared -> ask(prepared, asking, query)));
    }

    /** Asks for what takes in or joins whole sets. */
    public <T> T readWithSetJoins(Function<DSLContext, T> query) {
        return readWithSetJoins(asking, query);
    }

    /** The same, planned each time for what the tables hold now, for a query that holds nothing of people's. */
    public <T> T readBySetsReplanned(Function<DSLContext, T> query) {
        return readWithSetJoins(replanning, query);
    }

    private <T> T readWithSetJoins(Settings settings, Function<DSLContext, T> query) {
        return onConnection(connection ->
                Dialect.of(connection).preferSetJoins(connection, prepared -> ask(prepared, settings, query)));
    }

    private <T> T ask(Connection connection, Settings settings, Function<DSLContext, T> query) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        DSLContext dsl = DSL.using(connection, dialect.jooq(), settings);
        if (!schemaCheck.passed()) {
            schemaCheck.check(dsl.fetchOne(STORE_STATE), dsl, dialect);
        }
        return query.apply(dsl);
    }

    /**
     * Looks at the lock row, without the lock: what a writer may do better before it waits for it.
     *
     * @throws IllegalStateException if the connection arrives with an open transaction
     */
    public StoreStateRecord readState() {
        return onConnection(connection -> {
            Dialect dialect = Dialect.of(connection);
            DSLContext dsl = dsl(connection, dialect);
            refuseOpenTransaction(connection, dialect, dsl);
            return schemaCheck.check(dsl.fetchOne(STORE_STATE), dsl, dialect);
        });
    }

    /**
     * Does the work of a writer and commits it, or rolls all of it back.
     *
     * @param attempt names the work in the run log
     * @param work what to do under the lock; it can be done again from the beginning
     */
    public <T> T write(UUID attempt, Function<Transaction, T> work) {
        return inWriteTransaction(attempt, true, transaction -> TransactionResult.commit(work.apply(transaction)));
    }

    /**
     * Does the work of a writer and ends it as the work itself says, or rolls all of it back. After a deadlock or a
     * serialization failure the work is done again, a few times, if it can be.
     *
     * @param attempt names the work in the run log
     * @param repeatable whether the work can be done again from the beginning
     * @param work what to do under the lock
     */
    public <T> T inWriteTransaction(
            UUID attempt, boolean repeatable, Function<Transaction, TransactionResult<T>> work) {
        List<Exception> brokenOff = new ArrayList<>();
        while (true) {
            try {
                return connected(connection -> ended(connection, attempt, work));
            } catch (SQLException | DataAccessException e) {
                if (!SqlStates.repeatable(Failures.sqlState(e))) {
                    throw Failures.translate(e, schema);
                }
                brokenOff.add(e);
                if (!repeatable || brokenOff.size() == MAX_ATTEMPTS) {
                    throw givenUp(brokenOff, repeatable);
                }
                LOG.info("Attempt {} met a deadlock and is made again", attempt);
            }
        }
    }

    /** Asks on one connection; a driver's exceptions come out as the store's. */
    <T> T onConnection(Work<T> query) {
        try {
            return connected(connection -> {
                Dialect dialect = Dialect.of(connection);
                boolean begins = dialect.questionBeginsTransaction(connection);
                try {
                    return query.on(connection);
                } finally {
                    if (begins) {
                        quietly("end the transaction of a query", connection::rollback);
                    }
                }
            });
        } catch (SQLException | DataAccessException e) {
            throw Failures.translate(e, schema);
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
        return DSL.using(connection, dialect.jooq(), asking);
    }

    private <T> T ended(Connection connection, UUID attempt, Function<Transaction, TransactionResult<T>> work)
            throws SQLException {
        TransactionResult<T> ending = inTransaction(connection, attempt, work);
        Function<Transaction, T> instead = ending.instead();
        if (instead == null) {
            return ending.result();
        }
        try {
            return inTransaction(
                            connection, attempt, transaction -> TransactionResult.commit(instead.apply(transaction)))
                    .result();
        } catch (SQLException | RuntimeException e) {
            LOG.warn("A refused run could not be logged (SQLState {})", Failures.sqlState(e));
            return ending.result();
        }
    }

    private <T> TransactionResult<T> inTransaction(
            Connection connection, UUID attempt, Function<Transaction, TransactionResult<T>> work) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        DSLContext dsl = DSL.using(connection, dialect.jooq(), replanning);
        refuseOpenTransaction(connection, dialect, dsl);
        boolean autoCommit = connection.getAutoCommit();
        int isolation = connection.getTransactionIsolation();
        Runnable restoreWaiting = () -> {};
        boolean over = true;
        try {
            // Under stricter levels a writer that waited for the lock would work on what it saw before it waited.
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            restoreWaiting = dialect.applyTimeouts(connection, dsl, lockTimeout);
            TransactionResult<T> ending = work.apply(new Transaction(connection, dsl, dialect, lock(dsl, dialect)));
            if (ending.commits()) {
                commit(connection, attempt);
            } else {
                over = quietly("roll back", connection::rollback);
            }
            return ending;
        } catch (Throwable e) {
            over = quietly("roll back", connection::rollback);
            throw e;
        } finally {
            if (over) {
                Runnable waiting = restoreWaiting;
                // What was committed is committed: a connection that can't be restored must not make it look undone.
                quietly("restore the lock timeout", waiting::run);
                quietly("restore the isolation level", () -> connection.setTransactionIsolation(isolation));
                quietly("restore autocommit", () -> connection.setAutoCommit(autoCommit));
            } else {
                // Switching autocommit on would commit what could not be rolled back.
                quietly("abort the connection", () -> connection.abort(Runnable::run));
            }
        }
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

    private static void commit(Connection connection, UUID attempt) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            String state = Failures.sqlState(e);
            if (SqlStates.commitRefused(state)) {
                throw e;
            }
            throw new OutcomeUnknownException(attempt, e.getSQLState(), Failures.scrubbed(e));
        }
    }

    private static StoreUnavailableException givenUp(List<Exception> brokenOff, boolean repeatable) {
        Exception last = brokenOff.remove(brokenOff.size() - 1);
        StoreUnavailableException failure = new StoreUnavailableException(
                "The database broke off the transaction (deadlock or serialization failure); nothing was changed. "
                        + (repeatable
                                ? "Call again later."
                                : "Call again with a new stream, or use a source that can be opened again."),
                true,
                Failures.sqlState(last),
                Failures.scrubbed(last));
        brokenOff.forEach(earlier -> failure.addSuppressed(Failures.scrubbed(earlier)));
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

    /** Something to do on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }
}
