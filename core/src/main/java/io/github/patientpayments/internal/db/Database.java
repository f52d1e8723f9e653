package io.github.patientpayments.internal.db;

import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;

import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.internal.Durations;
import io.github.patientpayments.jooq.internal.tables.records.StoreStateRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
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
    private final Settings settings;
    private final SchemaCheck schemaCheck;

    public Database(DataSource dataSource, String schema, Duration lockTimeout) {
        this.dataSource = dataSource;
        this.schema = schema;
        this.lockTimeout = lockTimeout;
        this.schemaCheck = new SchemaCheck(schema);
        this.settings = new Settings()
                .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
                .withRenderMapping(new RenderMapping()
                        .withSchemata(
                                new MappedSchema().withInput("patient_payments").withOutput(schema)))
                // jOOQ would log bind values, which are personal data.
                .withExecuteLogging(false);
    }

    DataSource dataSource() {
        return dataSource;
    }

    String schema() {
        return schema;
    }

    /** Runs a query on one connection, in the transaction of that connection if it has one. */
    public <T> T read(Function<DSLContext, T> query) {
        return read(Plans.ANY, checked(query));
    }

    /** Runs a query for a few rows that are adjacent in an index, however large the table is. */
    public <T> T readByIndexes(Function<DSLContext, T> query) {
        return read(Plans.BY_INDEXES, checked(query));
    }

    /** Runs a query that aggregates or joins whole tables. */
    public <T> T readWithSetJoins(Function<DSLContext, T> query) {
        return read(Plans.SET_JOINS, checked(query));
    }

    /** Runs a query that adds up many small groups of a whole table. */
    public <T> T readSortedGroups(Function<DSLContext, T> query) {
        return read(Plans.SORTED_GROUPS, checked(query));
    }

    private <T> T read(Plans plans, Function<DSLContext, T> query) {
        return onConnection(connection -> {
            Dialect dialect = dialect(connection);
            return dialect.query(connection, dsl(connection, dialect), plans, query);
        });
    }

    /**
     * Checks whether the library can work with the schema, as a writer does each time.
     *
     * @throws io.github.patientpayments.SchemaMismatchException if it can't
     */
    public void checkSchema() {
        read(Plans.ANY, this::readAndCheckState);
    }

    private <T> Function<DSLContext, T> checked(Function<DSLContext, T> query) {
        return dsl -> {
            if (!schemaCheck.passed()) {
                readAndCheckState(dsl);
            }
            return query.apply(dsl);
        };
    }

    private StoreStateRecord readAndCheckState(DSLContext dsl) {
        schemaCheck.checkVersion(dsl);
        return schemaCheck.check(dsl.fetchOne(STORE_STATE), dsl, Dialect.of(dsl));
    }

    /**
     * The URL of the database, for work that begins and ends transactions on connections of its own.
     *
     * @throws IllegalStateException if the connection arrives with an open transaction
     */
    String urlOutsideTransactions() {
        return onConnection(connection -> {
            Dialect dialect = dialect(connection);
            HostTransaction.refuse(connection, dialect, dsl(connection, dialect));
            return String.valueOf(connection.getMetaData().getURL());
        });
    }

    /** Whether the connections lead to a standby, which can't be written to, and has no unlogged tables. */
    boolean standby() {
        return read(Plans.ANY, Database::onStandby);
    }

    /** Whether a query is answered by a standby. Of two connections of a pool, one may lead to the primary. */
    public static boolean onStandby(DSLContext dsl) {
        return Dialect.of(dsl).standby(dsl);
    }

    /**
     * Reads the lock row without locking it, for work that a writer does before it waits for the lock. Repeated like
     * the writer's transaction, since nothing has begun.
     *
     * @throws IllegalStateException if the connection arrives with an open transaction
     */
    public StoreStateRecord readState(UUID attempt) {
        return repeated(attempt, () -> true, connection -> {
            Dialect dialect = dialect(connection);
            DSLContext dsl = dsl(connection, dialect);
            HostTransaction.refuse(connection, dialect, dsl);
            return dialect.query(connection, dsl, Plans.ANY, this::readAndCheckState);
        });
    }

    /**
     * Does the work of a writer in a transaction, and commits it or rolls it back.
     *
     * @param attempt names the work in the run log
     * @param work the work to do under the lock; it must be repeatable from the beginning
     */
    public <T> T write(UUID attempt, Function<Transaction, T> work) {
        return inWriteTransaction(attempt, true, transaction -> {
            transaction.discardPlans();
            return TransactionResult.commit(work.apply(transaction));
        });
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
        AtomicBoolean begun = new AtomicBoolean();
        return repeated(
                attempt,
                () -> repeatable || !begun.get(),
                connection -> inTransaction(connection, attempt, transaction -> {
                    begun.set(true);
                    return work.apply(transaction);
                }));
    }

    private <T> T repeated(UUID attempt, BooleanSupplier repeatable, Work<T> work) {
        List<Exception> failures = new ArrayList<>();
        while (true) {
            try {
                return connected(work);
            } catch (SQLException | DataAccessException e) {
                if (!SqlStates.repeatable(Failures.sqlState(e))) {
                    throw Failures.translate(e, schema);
                }
                failures.add(e);
                if (!repeatable.getAsBoolean() || failures.size() == MAX_ATTEMPTS) {
                    throw Failures.retriesExhausted(failures, repeatable.getAsBoolean());
                }
                LOG.info("Attempt {} met a deadlock and is repeated", attempt);
            }
        }
    }

    /** Runs a query on one connection, and translates the driver's exceptions into the store's. */
    <T> T onConnection(Work<T> query) {
        try {
            return connected(query);
        } catch (SQLException | DataAccessException e) {
            throw Failures.translate(e, schema);
        }
    }

    private <T> T connected(Work<T> work) throws SQLException {
        Connection connection = connect();
        try {
            return work.on(connection);
        } finally {
            CleanUp.quietly("give the connection back", connection::close);
        }
    }

    private Connection connect() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw NoConnection.translate(e);
        }
    }

    /**
     * The dialect of a connection. The first calls check whether the store can work with the settings of its server.
     */
    Dialect dialect(Connection connection) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        if (!schemaCheck.passed()) {
            dialect.settingsProblem(dsl(connection, dialect)).ifPresent(why -> {
                throw new SchemaMismatchException(why, null, null);
            });
        }
        return dialect;
    }

    DSLContext dsl(Connection connection, Dialect dialect) {
        return DSL.using(connection, dialect.jooq(), settings);
    }

    private <T> T inTransaction(Connection connection, UUID attempt, Function<Transaction, TransactionResult<T>> work)
            throws SQLException {
        Dialect dialect = dialect(connection);
        DSLContext dsl = dsl(connection, dialect);
        HostTransaction.refuse(connection, dialect, dsl);
        boolean autoCommit = connection.getAutoCommit();
        Dialect.@Nullable HostSettings hosts = null;
        boolean over = true;
        try {
            hosts = dialect.begin(connection, dsl, lockTimeout);
            StoreStateRecord state = lock(connection, dsl, dialect);
            Instant now = dialect.announceHolder(dsl, state.getLastRun() + 1);
            Transaction transaction = new Transaction(connection, dsl, dialect, state, now);
            Savepoint locked = connection.setSavepoint();
            TransactionResult<T> result = work.apply(transaction);
            if (result.commits()) {
                return Interruption.heldBack(() -> committed(transaction, attempt, result.result()));
            }
            T outcome = Interruption.heldBack(() -> afterRollback(transaction, locked, attempt, result));
            over = CleanUp.quietly("roll back", connection::rollback);
            return outcome;
        } catch (Throwable e) {
            over = CleanUp.quietly("roll back", connection::rollback);
            throw e;
        } finally {
            // A failure to restore the connection must not make a committed transaction look as if it had failed.
            over = over
                    && hosts != null
                    && CleanUp.quietly("restore the settings of the connection", hosts::restore)
                    && CleanUp.quietly("restore autocommit", () -> connection.setAutoCommit(autoCommit));
            if (!over) {
                // Switching autocommit on would commit a transaction that could not be rolled back, and no pool may
                // lend a connection whose state is unknown.
                CleanUp.abort(connection);
            }
        }
    }

    private static <T> T committed(Transaction transaction, UUID attempt, T result) throws SQLException {
        transaction.dialect().beforeCommit(transaction.dsl());
        Commit.of(transaction.connection(), transaction.dialect(), attempt);
        return result;
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
            transaction.rollBackTo(locked);
            return committed(transaction, attempt, next.apply(transaction));
        } catch (SQLException | RuntimeException e) {
            LOG.warn("A refused run could not be logged (SQLState {})", Failures.sqlState(e));
            return result.result();
        }
    }

    /** In H2, an interruption ends the wait as a timeout does, and is lost. */
    private StoreStateRecord lock(Connection connection, DSLContext dsl, Dialect dialect) {
        long begin = System.nanoTime();
        try {
            schemaCheck.checkVersion(dsl);
            return schemaCheck.check(dsl.selectFrom(STORE_STATE).forUpdate().fetchOne(), dsl, dialect);
        } catch (DataAccessException e) {
            String state = Failures.sqlState(e);
            if (SqlStates.lockTimedOut(state)) {
                Duration waited = Duration.ofNanos(System.nanoTime() - begin);
                String holder = holder(connection, dsl, dialect)
                        .map(other -> schema + ": run " + other.run() + ", since " + other.since())
                        .orElse(schema + ", or a transaction of the caller's own does");
                boolean interrupted = waited.toMillis() < lockTimeout.toMillis();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                throw new StoreBusyException(
                        "Another writer holds the lock of the schema " + holder + ". This one "
                                + (interrupted
                                        ? "was interrupted while it waited. Call again later."
                                        : "waited " + Durations.text(lockTimeout)
                                                + ". Call again later, or allow more time with lockTimeout(…)."),
                        state,
                        interrupted ? new InterruptedException() : Failures.scrubbed(e));
            }
            throw e;
        }
    }

    /** Never fails: to be busy is the answer, and this only adds to it. */
    private static Optional<LockHolder> holder(Connection connection, DSLContext dsl, Dialect dialect) {
        try {
            connection.rollback();
            return dialect.holder(connection, dsl);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The writer that holds the lock can't be seen (SQLState {})", Failures.sqlState(e));
            return Optional.empty();
        }
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
