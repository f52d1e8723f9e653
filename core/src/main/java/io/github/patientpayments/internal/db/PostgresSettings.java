package io.github.patientpayments.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * The settings of PostgreSQL under which the store works. They end with its transaction, or with a query in the host's.
 */
final class PostgresSettings {

    /**
     * Settings of every transaction. Citus passes SET LOCAL on to its workers only if it is told to; elsewhere its
     * setting has no effect. A join method that is disabled raises the estimated cost of a plan so much that a server
     * with JIT would compile it, which takes seconds. A role that may create an operator or a function in a schema of
     * the host's search_path could have the store execute it.
     */
    private static final String ALWAYS = "SET LOCAL citus.propagate_set_commands = 'local'; SET LOCAL jit = off;"
            + " SET LOCAL search_path = pg_catalog, pg_temp";

    private static final String SAVEPOINT = "patient_payment_store";

    private PostgresSettings() {}

    /**
     * Begins a writer's transaction. All of it ends with the transaction, so that no pooler that shares sessions keeps
     * it. Only waiting for the lock is limited, since a stream may be slow and a set large. A client that has
     * disappeared must not hold the lock for the two hours that TCP waits by default.
     */
    static void begin(Connection connection, Duration lockTimeout) throws SQLException {
        connection.setAutoCommit(false);
        List<String> settings = new ArrayList<>(List.of(
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
                ALWAYS,
                "SET LOCAL lock_timeout = " + lockTimeout.toMillis(),
                "SET LOCAL statement_timeout = 0",
                "SET LOCAL idle_in_transaction_session_timeout = 0",
                "SET LOCAL tcp_keepalives_idle = 60",
                "SET LOCAL tcp_keepalives_interval = 10",
                "SET LOCAL tcp_keepalives_count = 6"));
        if (connection.getMetaData().getDatabaseMajorVersion() >= 17) {
            settings.add("SET LOCAL transaction_timeout = 0");
        }
        execute(connection, String.join("; ", settings));
    }

    /** A transaction of the host has its own settings again afterwards. Outside one, each statement has its own. */
    static <T> T during(Connection connection, DSLContext dsl, Plans plans, Function<DSLContext, T> query)
            throws SQLException {
        String settings = ALWAYS + plans.settings();
        return transactionOpen(connection)
                ? inSavepoint(connection, dsl, settings, query)
                : inOwnTransactions(connection, dsl, settings, query);
    }

    /**
     * Not in a savepoint: on a standby, a conflict with recovery would end the session instead of the statement. Rolled
     * back by SQL: a connection that takes part in a JTA transaction, which has not begun on the server yet, refuses to
     * do so by JDBC.
     */
    private static <T> T inOwnTransactions(
            Connection connection, DSLContext dsl, String settings, Function<DSLContext, T> query) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        boolean failed = true;
        try {
            connection.setAutoCommit(false);
            T result = query.apply(dsl.configuration()
                    .deriveAppending(new StatementTransaction(settings))
                    .dsl());
            failed = false;
            return result;
        } finally {
            boolean restored = (!failed
                            || CleanUp.quietly("end the transaction of a query", () -> execute(connection, "ROLLBACK")))
                    && (!autoCommit || CleanUp.quietly("end the transaction of a query", () -> checkEnded(connection)))
                    && CleanUp.quietly("restore autocommit", () -> connection.setAutoCommit(autoCommit));
            if (!restored) {
                CleanUp.abort(connection);
            }
        }
    }

    /**
     * The settings end with the savepoint, which is released: otherwise the server keeps each one until the end. Not by
     * JDBC, which has no savepoints in a transaction that was begun by BEGIN.
     */
    private static <T> T inSavepoint(
            Connection connection, DSLContext dsl, String settings, Function<DSLContext, T> query) throws SQLException {
        execute(connection, "SAVEPOINT " + SAVEPOINT + "; " + settings);
        T result;
        try {
            result = query.apply(dsl);
        } catch (Throwable e) {
            // A failure of the clean-up does not hide that of the query, which is usually its cause.
            CleanUp.quietly("return to the state before a query", () -> release(connection));
            throw e;
        }
        release(connection);
        return result;
    }

    private static void release(Connection connection) throws SQLException {
        execute(connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT + "; RELEASE SAVEPOINT " + SAVEPOINT);
    }

    static void execute(Connection connection, String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    /** Commits. A connection that breaks afterwards has committed. */
    static void commit(Connection connection) throws SQLException {
        connection.commit();
        boolean goesOn;
        try {
            goesOn = transactionOpen(connection);
        } catch (SQLException e) {
            goesOn = false;
        }
        if (goesOn) {
            throw notOurStatement();
        }
    }

    static void checkEnded(Connection connection) throws SQLException {
        if (transactionOpen(connection)) {
            throw notOurStatement();
        }
    }

    /**
     * Behind a pooler in transaction mode, a statement that the driver has prepared may be another client's: what was
     * to end the transaction has then done something else, without an error.
     */
    private static SQLException notOurStatement() {
        return new SQLException("The transaction goes on", SqlStates.STATEMENT_NOT_PREPARED);
    }

    /**
     * The driver refuses to set read-only inside a transaction, without a query to the server; a wrapper does if the
     * connection takes part in a JTA transaction.
     */
    static boolean transactionOpen(Connection connection) throws SQLException {
        try {
            connection.setReadOnly(connection.isReadOnly());
            return false;
        } catch (SQLException e) {
            if (SqlStates.disconnected(Failures.sqlState(e)) || connection.isClosed()) {
                throw e;
            }
            return true;
        }
    }
}
