package io.github.patientpayments.contract;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL server: the one that the build brings, or the one at {@code -Dstore.jdbc.url} with {@code
 * -Dstore.jdbc.user} and {@code -Dstore.jdbc.password}. If that user may not create a role, the store runs as that user.
 */
final class PostgresDatabase extends TestDatabase {

    static final PostgresDatabase SHARED = new PostgresDatabase();

    private static final String APPLICATION = "patient_payment_store_test";

    private final String url;
    private final @Nullable String user;
    private final @Nullable String password;
    private final boolean ownRole;

    private PostgresDatabase() {
        String given = System.getProperty("store.jdbc.url");
        this.url = given == null ? startServer() : given;
        this.user = given == null ? "postgres" : System.getProperty("store.jdbc.user");
        this.password = given == null ? null : System.getProperty("store.jdbc.password");
        this.ownRole = createRole();
    }

    @Override
    DataSource owner() {
        return dataSource(user, password);
    }

    @Override
    DataSource application() {
        return ownRole ? dataSource(APPLICATION, APPLICATION) : owner();
    }

    @Override
    void grant(String schema) {
        if (ownRole) {
            execute(
                    "GRANT USAGE ON SCHEMA " + schema + " TO " + APPLICATION,
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA " + schema + " TO " + APPLICATION);
        }
    }

    @Override
    void breakConnection(Connection connection) {
        try {
            int backend = connection.unwrap(PGConnection.class).getBackendPID();
            execute("SELECT pg_terminate_backend(" + backend + ", 5000)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    DataSource unreachable() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL("jdbc:postgresql://localhost:1/nothing");
        return dataSource;
    }

    /** A second look at the server, for instance through another class of driver settings. */
    PGSimpleDataSource dataSource(@Nullable String asUser, @Nullable String withPassword) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(url);
        if (asUser != null) {
            dataSource.setUser(asUser);
        }
        if (withPassword != null) {
            dataSource.setPassword(withPassword);
        }
        return dataSource;
    }

    private boolean createRole() {
        try {
            execute("DO $$ BEGIN CREATE ROLE " + APPLICATION + " LOGIN PASSWORD '" + APPLICATION
                    + "'; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** One server for all tests of this process; it ends with it. */
    private static String startServer() {
        try {
            return EmbeddedPostgres.builder().start().getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
