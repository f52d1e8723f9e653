package io.github.patientpayments.contract;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;

/** H2 in memory, a database of its own for each instance. */
final class H2Database extends TestDatabase {

    static final H2Database SHARED = new H2Database();

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();

    H2Database() {
        execute("SET DB_CLOSE_DELAY -1", "CREATE USER app PASSWORD 'app'");
    }

    @Override
    DataSource owner() {
        return dataSource("sa", "");
    }

    @Override
    DataSource application() {
        return dataSource("app", "app");
    }

    @Override
    void grant(String schema) {
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA " + schema + " TO app");
    }

    @Override
    void breakConnection(Connection connection) {
        try {
            connection.unwrap(JdbcConnection.class).close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    DataSource unreachable() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:tcp://localhost:1/nothing");
        return dataSource;
    }

    private DataSource dataSource(String user, String password) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(url);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }
}
