package io.github.patientpayments.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/** Runs a query under settings of PostgreSQL's planner that end with the query. */
final class PostgresSettings {

    /**
     * Settings of every transaction and of every query whose plan is influenced. Citus passes SET LOCAL on to its
     * workers only if it is told to; elsewhere its setting has no effect. A join method that is disabled raises the
     * estimated cost of a plan so much that a server with JIT would compile it, which takes seconds.
     */
    static final String ALWAYS = "SET LOCAL citus.propagate_set_commands = 'local'; SET LOCAL jit = off";

    private PostgresSettings() {}

    /** A transaction of the host has its own settings again afterwards. */
    static <T> T during(Connection connection, String settings, Database.Work<T> query) throws SQLException {
        boolean open = transactionOpen(connection);
        if (!open) {
            return inOwnTransaction(connection, settings, query);
        }
        // A transaction that was begun by BEGIN cannot have a savepoint of JDBC, and switching autocommit would end it.
        return connection.getAutoCommit() ? query.on(connection) : inSavepoint(connection, settings, query);
    }

    /** Not in a savepoint: on a standby, a conflict with recovery would end the session instead of the statement. */
    private static <T> T inOwnTransaction(Connection connection, String settings, Database.Work<T> query)
            throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        return doThen(
                () -> doThen(() -> with(settings, connection, query), connection::rollback),
                () -> connection.setAutoCommit(autoCommit));
    }

    /** The settings end with the savepoint, which is released: otherwise the server keeps each one until the end. */
    private static <T> T inSavepoint(Connection connection, String settings, Database.Work<T> query)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        return doThen(
                () -> doThen(() -> with(settings, connection, query), () -> connection.rollback(before)),
                () -> connection.releaseSavepoint(before));
    }

    private static <T> T with(String settings, Connection connection, Database.Work<T> query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ALWAYS + "; " + settings);
        }
        return query.on(connection);
    }

    /** The driver refuses to set read-only inside a transaction, without a query to the server. */
    static boolean transactionOpen(Connection connection) throws SQLException {
        try {
            connection.setReadOnly(connection.isReadOnly());
            return false;
        } catch (SQLException e) {
            if (SqlStates.ACTIVE_TRANSACTION.equals(e.getSQLState())) {
                return true;
            }
            throw e;
        }
    }

    /** A failure of the clean-up does not hide that of the query, which is usually its cause. */
    private static <T> T doThen(Query<T> query, CleanUp cleanUp) throws SQLException {
        T result;
        try {
            result = query.run();
        } catch (Throwable e) {
            try {
                cleanUp.run();
            } catch (SQLException later) {
                e.addSuppressed(later);
            }
            throw e;
        }
        cleanUp.run();
        return result;
    }

    @FunctionalInterface
    private interface Query<T> {
        T run() throws SQLException;
    }

    @FunctionalInterface
    private interface CleanUp {
        void run() throws SQLException;
    }
}
