package io.github.patientpayments.examples.pools;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.testing.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server with a store, and a role that has to give its password. */
final class Server {

    static final String ROLE = "pool_role";

    private static final String PASSWORD = "right";
    private static final Target TARGET = start();

    private Server() {}

    /** The store's database as the role that owns it. */
    static Target target() {
        return TARGET;
    }

    /** An administrator's connection. */
    static Connection admin() throws SQLException {
        return DriverManager.getConnection(Postgres.url());
    }

    /** The first column of the first row. */
    static String query(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : "";
        }
    }

    /** Ends the sessions of the role, as an operator does. */
    static void killAll() {
        administer(
                "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE usename = '" + ROLE + "'");
    }

    /** What a session of the role did last. */
    static String lastStatement() {
        return administer(
                "SELECT query FROM pg_stat_activity WHERE usename = '" + ROLE + "' ORDER BY query_start DESC");
    }

    private static String administer(String sql) {
        try (Connection admin = admin()) {
            return query(admin, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the session of the role that waits for a lock, once it does. */
    static void killTheOneThatWaits() throws SQLException {
        Instant end = Instant.now().plusSeconds(60);
        try (Connection admin = admin()) {
            String killed = "0";
            while (killed.equals("0")) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError("No session of the role has waited for a lock for a minute");
                }
                killed = query(
                        admin,
                        "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE usename = '" + ROLE
                                + "' AND wait_event_type = 'Lock'");
            }
        }
    }

    private static Target start() {
        String url = Postgres.url().replaceAll("\\?.*", "");
        Target target = new Target(url, ROLE, PASSWORD);
        try (Connection admin = admin();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE ROLE " + ROLE + " LOGIN PASSWORD '" + PASSWORD + "'");
            statement.execute("GRANT CREATE ON DATABASE postgres TO " + ROLE);
            demandPassword(Path.of(query(admin, "SHOW hba_file")));
            query(admin, "SELECT pg_reload_conf()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        awaitRefusal(target.withPassword("wrong"));
        PatientPaymentStore.builder(dataSource(target)).build().migrate();
        return target;
    }

    private static DataSource dataSource(Target target) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(target.url());
        dataSource.setUser(target.user());
        dataSource.setPassword(target.password());
        return dataSource;
    }

    private static void demandPassword(Path rules) {
        try {
            Files.writeString(rules, "host all " + ROLE + " all scram-sha-256\n" + Files.readString(rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server reads its rules a moment later. */
    private static void awaitRefusal(Target wrong) {
        while (true) {
            try {
                DriverManager.getConnection(wrong.url(), wrong.user(), wrong.password())
                        .close();
            } catch (SQLException e) {
                return;
            }
        }
    }
}
