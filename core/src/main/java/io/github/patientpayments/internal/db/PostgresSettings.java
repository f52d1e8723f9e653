package io.github.patientpayments.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/** Runs a query under settings of PostgreSQL's planner that end with the query. */
final class PostgresSettings {

    private PostgresSettings() {}

    /** The settings end with the savepoint, so that a transaction of the host has its own settings again. */
    static <T> T during(Connection connection, String settings, Database.Work<T> query) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        if (autoCommit && transactionOpen(connection)) {
            return query.on(connection); // the transaction was begun by BEGIN, and switching autocommit would end it
        }
        connection.setAutoCommit(false);
        try {
            Savepoint before = connection.setSavepoint();
            try (Statement statement = connection.createStatement()) {
                statement.execute(settings);
                return query.on(connection);
            } finally {
                connection.rollback(before);
            }
        } finally {
            connection.setAutoCommit(autoCommit);
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
