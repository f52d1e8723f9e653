package io.github.patientpayments.internal.db;

import io.github.patientpayments.OutcomeUnknownException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** The end of a writer's transaction, of which the host must know whether it was one. */
final class Commit {

    private Commit() {}

    /** A server that still answers says whether it has committed. */
    static void of(Connection connection, Dialect dialect, UUID attempt) throws SQLException {
        try {
            dialect.commit(connection);
        } catch (SQLException e) {
            String state = Failures.sqlState(e);
            if (dialect.commitRefused(state) && isOpen(connection)) {
                throw e;
            }
            throw new OutcomeUnknownException(attempt, state, Failures.scrubbed(e));
        }
    }

    private static boolean isOpen(Connection connection) {
        try {
            return !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }
}
