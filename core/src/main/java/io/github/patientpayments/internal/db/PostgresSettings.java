package io.github.patientpayments.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs a query under settings of PostgreSQL that end with the query. */
final class PostgresSettings {

    /**
     * Settings of every transaction. Citus passes SET LOCAL on to its workers only if it is told to; elsewhere its
     * setting has no effect. A join method that is disabled raises the estimated cost of a plan so much that a server
     * with JIT would compile it, which takes seconds. Whoever may create an operator or a function in a schema of the
     * host's search_path could have the store execute it.
     */
    static final String ALWAYS = "SET LOCAL citus.propagate_set_commands = 'local'; SET LOCAL jit = off;"
            + " SET LOCAL search_path = pg_catalog, pg_temp";

    private static final String SAVEPOINT = "patient_payment_store";

    private PostgresSettings() {}

    /** A transaction of the host has its own settings again afterwards. */
    static <T> T during(Connection connection, String settings, Database.Work<T> query) throws SQLException {
        return transactionOpen(connection)
                ? inSavepoint(connection, settings, query)
                : inOwnTransaction(connection, settings, query);
    }

    /** Not in a savepoint: on a standby, a conflict with recovery would end the session instead of the statement. */
    private static <T> T inOwnTransaction(Connection connection, String settings, Database.Work<T> query)
            throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            execute(connection, settings);
            return query.on(connection);
        } finally {
            boolean restored = Database.quietly("end the transaction of a query", connection::rollback)
                    && Database.quietly("restore autocommit", () -> connection.setAutoCommit(autoCommit));
            if (!restored) {
                Database.abort(connection);
            }
        }
    }

    /**
     * The settings end with the savepoint, which is released: otherwise the server keeps each one until the end. Not by
     * JDBC, which has no savepoints in a transaction that was begun by BEGIN.
     */
    private static <T> T inSavepoint(Connection connection, String settings, Database.Work<T> query)
            throws SQLException {
        execute(connection, "SAVEPOINT " + SAVEPOINT + "; " + settings);
        T result;
        try {
            result = query.on(connection);
        } catch (Throwable e) {
            // A failure of the clean-up does not hide that of the query, which is usually its cause.
            Database.quietly("return to the state before a query", () -> release(connection));
            throw e;
        }
        release(connection);
        return result;
    }

    private static void release(Connection connection) throws SQLException {
        execute(connection, "ROLLBACK TO SAVEPOINT " + SAVEPOINT + "; RELEASE SAVEPOINT " + SAVEPOINT);
    }

    private static void execute(Connection connection, String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
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
}
