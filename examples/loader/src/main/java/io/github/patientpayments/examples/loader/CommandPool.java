package io.github.patientpayments.examples.loader;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.examples.common.StoreOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The connections of a command. */
final class CommandPool {

    private static final long PAUSE_MILLIS = 200;

    private CommandPool() {}

    /**
     * Opens a pool and connects. The first connection bypasses the pool, which would retry a connection that is
     * refused, for example because of a wrong password, for ten seconds. Waits for another process that has the file of
     * an H2 database open, as long as for another writer.
     */
    static HikariDataSource open(StoreOptions database, int connections, boolean migrates) throws SQLException {
        long end = System.nanoTime() + database.lockTimeout().toNanos();
        while (true) {
            try {
                return connected(database.open(connections, migrates));
            } catch (SQLException e) {
                if (!Failures.isFileInUse(e) || System.nanoTime() >= end) {
                    throw e;
                }
                pause();
            }
        }
    }

    @SuppressWarnings("try") // an H2 file stays open from the first connection to the pooled one
    private static HikariDataSource connected(HikariDataSource pool) throws SQLException {
        try (Connection first = DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
                Connection pooled = pool.getConnection()) {
            return pool;
        } catch (SQLException e) {
            pool.close();
            throw e;
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
