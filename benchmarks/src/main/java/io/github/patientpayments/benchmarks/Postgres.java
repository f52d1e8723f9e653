package io.github.patientpayments.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The server that is measured: the one that the build brings, as safe as in production; or a given one. */
public final class Postgres implements AutoCloseable {

    private final Optional<EmbeddedPostgres> server;
    private final String url;
    private final Connection connection;

    private Postgres(Optional<EmbeddedPostgres> server, String url) throws SQLException {
        this.server = server;
        this.url = url;
        this.connection = DriverManager.getConnection(url);
    }

    /** A running server, with a superuser. */
    static Postgres at(String url) throws SQLException {
        return new Postgres(Optional.empty(), url);
    }

    /**
     * A new server. It writes no checkpoint and vacuums nothing by itself: {@link #checkpoint} and {@link #vacuum} do,
     * between the measurements.
     */
    public static Postgres embedded() throws IOException, SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_wal_size", "16GB")
                .setServerConfig("checkpoint_timeout", "1h")
                .setServerConfig("autovacuum", "off")
                .start();
        return new Postgres(Optional.of(server), server.getJdbcUrl("postgres", "postgres"));
    }

    /** Of its database, with a superuser. */
    public String url() {
        return url;
    }

    /** Vacuums and analyzes tables, as they are by the next night. */
    public void vacuum(String schema) throws SQLException {
        for (String table : tables(schema)) {
            execute("VACUUM (ANALYZE) " + table);
        }
    }

    /** After a checkpoint each page that is written to is logged in full: the same for all contenders. */
    public void checkpoint() throws SQLException {
        execute("CHECKPOINT");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> tables(String schema) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "'")) {
            while (rows.next()) {
                tables.add(schema + "." + rows.getString(1));
            }
        }
        return tables;
    }

    /** The bytes of WAL written so far. */
    long wal() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The server's version, for reports. */
    String version() throws SQLException {
        return connection.getMetaData().getDatabaseProductVersion();
    }

    /** Drops what a contender has left on a given server. */
    void drop(String schema) throws SQLException {
        execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        execute("DROP ROLE IF EXISTS " + schema + "_app");
    }

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
        if (server.isPresent()) {
            server.get().close();
        }
    }
}
