package io.github.patientpayments.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;

/** A transaction of the host, in which a writer can't work. */
final class HostTransaction {

    private HostTransaction() {}

    /**
     * Throws if there is one.
     *
     * @throws IllegalStateException says what to do
     */
    static void refuse(Connection connection, Dialect dialect, DSLContext dsl) throws SQLException {
        if (dialect.transactionOpen(connection, dsl) || !mayEndTransactions(connection)) {
            throw new IllegalStateException("The store owns its transactions, and this connection arrived with one"
                    + " open: pass the plain DataSource to the store, not one that hands out a running transaction's"
                    + " connection. In a JTA transaction, call it outside (in a method with TxType.NOT_SUPPORTED), or"
                    + " pass a DataSource that does not take part in JTA transactions");
        }
    }

    /** A connection that takes part in a JTA transaction refuses, also before its first statement. */
    private static boolean mayEndTransactions(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            return true;
        }
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            if (SqlStates.disconnected(Failures.sqlState(e)) || connection.isClosed()) {
                throw e;
            }
            return false;
        }
    }
}
