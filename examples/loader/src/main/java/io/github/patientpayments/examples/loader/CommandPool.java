package io.github.patientpayments.examples.loader;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.examples.common.StoreOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The connections of a command. */
final class CommandPool {

    private static final long PAUSE_MILLIS = 200;
    /** H2 opens a file in less time, unless a load into it was killed. */
    private static final long USUAL_MILLIS = 5_000;

    private CommandPool() {}

    /**
     * Opens a pool and connects. The first connection bypasses the pool, which would retry a connection that is
     * refused, for example because of a wrong password, for ten seconds. Waits for another process that has the file of
     * an H2 database open, as long as for another writer.
     */
    static HikariDataSource open(StoreOptions database, int connections, boolean migrates, Output output)
            throws SQLException {
        long end = System.nanoTime() + database.lockTimeout().toNanos();
        while (true) {
            try {
                return connected(database.open(connections, migrates), output);
            } catch (SQLException e) {
                if (!Failures.isFileInUse(e) || System.nanoTime() >= end) {
                    throw e;
                }
                pause();
            }
        }
    }

    @SuppressWarnings("try") // an H2 file stays open from the first connection to the pooled one
    private static HikariDataSource connected(HikariDataSource pool, Output output) throws SQLException {
        Thread explanation = new Thread(() -> explain(output), "explanation of a slow start");
        explanation.setDaemon(true);
        if (pool.getJdbcUrl().startsWith("jdbc:h2:")) {
            explanation.start();
        }
        try (Connection first = DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
                Connection pooled = pool.getConnection()) {
            return pool;
        } catch (SQLException e) {
            pool.close();
            throw e;
        } finally {
            explanation.interrupt();
        }
    }

    private static void explain(Output output) {
        try {
            Thread.sleep(USUAL_MILLIS);
            output.note(
                    Style.WARNING,
                    "Opening the database takes longer than usual. After a load that was killed, H2 first undoes what it"
                            + " wrote. Please wait: if it is stopped, it has to begin again.");
        } catch (InterruptedException e) {
            // The database is open.
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
