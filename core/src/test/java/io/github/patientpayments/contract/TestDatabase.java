package io.github.patientpayments.contract;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;

/** A database to test on: an owner who migrates, and the role with DML rights alone under which the store runs. */
abstract class TestDatabase {

    /** Whoever may create schemas; as many connections as wanted. */
    abstract DataSource owner();

    /** A plain data source of the role that runs the store. */
    abstract DataSource application();

    /** Gives the role that runs the store DML rights on a schema, and no others. */
    abstract void grant(String schema);

    /** Ends a connection from outside, as a network or an operator does. */
    abstract void breakConnection(Connection connection);

    /** A data source to a server that is not there. */
    abstract DataSource unreachable();

    /** Whether this is PostgreSQL, which promises more than H2 can. */
    final boolean postgres() {
        return this instanceof PostgresDatabase;
    }

    /** A name for a schema that nobody else uses. */
    final String newSchemaName() {
        return "t_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    final void dropSchema(String schema) {
        execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }

    /** A pool of one connection for the role that runs the store, at an isolation level that the host has set. */
    final HikariDataSource pool(Isolation isolation) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(application());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(10_000);
        config.setTransactionIsolation("TRANSACTION_" + isolation.name().toUpperCase(Locale.ROOT));
        return new HikariDataSource(config);
    }

    final void execute(String... statements) {
        try (Connection connection = owner().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
