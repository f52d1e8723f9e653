package io.github.patientpayments.contract;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A connection behind which nobody cleans up, with settings of its host's own; not closed by who it is given to. */
final class RawConnection implements AutoCloseable {

    final Connection connection;
    private final TestDatabase database;

    RawConnection(TestDatabase database, Isolation isolation) throws SQLException {
        this.database = database;
        this.connection = database.application().getConnection();
        connection.setTransactionIsolation(isolation.level);
        execute(
                database.postgres()
                        ? new String[] {
                            "SET lock_timeout = '7s'",
                            "SET statement_timeout = '8s'",
                            "SET idle_in_transaction_session_timeout = '9s'",
                            "SET search_path = pg_catalog"
                        }
                        : new String[] {"SET LOCK_TIMEOUT 4321", "SET SCHEMA INFORMATION_SCHEMA"});
    }

    /** Gives this one connection to everybody. */
    DataSource dataSource() {
        return Intercepted.dataSource(database.application(), call -> {
            if (call.is(DataSource.class, "getConnection")) {
                return connection;
            }
            return call.is(Connection.class, "close") ? null : call.proceed();
        });
    }

    /** All that must be the same when the connection comes back. Throws if it comes back with a transaction. */
    List<String> settings() throws SQLException {
        if (database.postgres()) {
            connection.setReadOnly(connection.isReadOnly()); // which the driver refuses inside a transaction
        }
        List<String> settings = new ArrayList<>();
        settings.add("isolation " + connection.getTransactionIsolation());
        settings.add("autocommit " + connection.getAutoCommit());
        settings.add("read-only " + connection.isReadOnly());
        settings.add("schema " + connection.getSchema());
        for (String setting : database.postgres()
                ? List.of(
                        "current_setting('lock_timeout')",
                        "current_setting('statement_timeout')",
                        "current_setting('idle_in_transaction_session_timeout')",
                        "current_setting('search_path')",
                        "current_setting('transaction_isolation')")
                : List.of("LOCK_TIMEOUT()")) {
            settings.add(setting + " " + query("SELECT " + setting));
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        return settings;
    }

    void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column. */
    List<String> query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        }
    }

    @Override
    public void close() throws SQLException {
        if (!connection.isClosed() && !connection.getAutoCommit()) {
            connection.rollback();
        }
        connection.close();
    }
}
