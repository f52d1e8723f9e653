package io.github.patientpayments.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of work on a connection, whose failure must hide neither the result of the work nor its failure. An
 * interrupted thread does it as any other, and stays interrupted.
 */
final class CleanUp {

    private static final Logger LOG = LoggerFactory.getLogger(CleanUp.class);

    private CleanUp() {}

    /** Logs a failure, and returns whether there was none. */
    static boolean quietly(String what, Step step) {
        try {
            return Interruption.heldBack(() -> {
                step.run();
                return true;
            });
        } catch (SQLException | RuntimeException e) {
            LOG.warn("Could not {} (SQLState {})", what, Failures.sqlState(e));
            return false;
        }
    }

    /**
     * Closes the connection below the wrapper of a pool: Agroal's own abort() does not, and then keeps its place
     * forever. H2 ignores this, and a pool then resets the connection.
     */
    static void abort(Connection connection) {
        quietly("abort the connection", () -> {
            if (!connection.isClosed()) {
                boolean wrapper = connection.isWrapperFor(Connection.class);
                (wrapper ? connection.unwrap(Connection.class) : connection).abort(Runnable::run);
            }
        });
    }

    @FunctionalInterface
    interface Step {
        void run() throws SQLException;
    }
}
