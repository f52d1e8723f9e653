package io.github.patientpayments.examples.loader;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.examples.common.StoreOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The connections of a command. */
final class CommandPool {

    private CommandPool() {}

    /**
     * Opens a pool and connects. The first connection bypasses the pool, which would retry a connection that is
     * refused, for example because of a wrong password, for ten seconds.
     */
    @SuppressWarnings("try") // an H2 file stays open from the first connection to the pooled one
    static HikariDataSource open(StoreOptions database, int connections) throws SQLException {
        HikariDataSource pool = database.open(connections);
        try (Connection first = DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
                Connection pooled = pool.getConnection()) {
            return pool;
        } catch (SQLException e) {
            pool.close();
            throw e;
        }
    }
}
