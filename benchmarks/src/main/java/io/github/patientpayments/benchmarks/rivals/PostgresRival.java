package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.Contents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** What the rivals on PostgreSQL share: a connection, and the two tables that a team would make. */
abstract class PostgresRival implements Rival {

    private static final String PATIENTS = "external_id varchar(250) NOT NULL, first_name varchar(250) NOT NULL,"
            + " last_name varchar(250) NOT NULL, middle_name varchar(250), date_of_birth date";
    private static final String PAYMENTS =
            "external_id varchar(250) NOT NULL, patient_id varchar(250) NOT NULL, amount numeric(19, 4) NOT NULL";

    private final String schema;
    final Connection connection;

    PostgresRival(Target target, DataSource source) throws SQLException {
        this.schema = target.schema();
        this.connection = source.getConnection();
        connection.setAutoCommit(false);
    }

    @Override
    public void create() throws SQLException {
        execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        execute("CREATE SCHEMA " + schema);
        createTables();
        connection.commit();
    }

    /** The tables that a sync finds. */
    void createTables() throws SQLException {
        createTable("TABLE", "patients", PATIENTS);
        createTable("TABLE", "payments", PAYMENTS);
        index("");
    }

    /** Tables without indexes. */
    final void createBare(String kind, String suffix) throws SQLException {
        createTable(kind, "patients" + suffix, PATIENTS);
        createTable(kind, "payments" + suffix, PAYMENTS);
    }

    private void createTable(String kind, String name, String columns) throws SQLException {
        execute("CREATE " + kind + " " + name + " (" + columns + ")");
    }

    /** The least that a team needs: to find a record by its id, and the payments of a patient. */
    final void index(String suffix) throws SQLException {
        execute("ALTER TABLE patients" + suffix + " ADD PRIMARY KEY (external_id)");
        execute("ALTER TABLE payments" + suffix + " ADD PRIMARY KEY (external_id)");
        execute("CREATE INDEX ON payments" + suffix + " (patient_id)");
    }

    /** In which run a row was last sent: what a run has not seen is deleted. */
    final void addSeen() throws SQLException {
        execute("ALTER TABLE patients ADD seen integer NOT NULL");
        execute("ALTER TABLE payments ADD seen integer NOT NULL");
    }

    final void deleteUnseen(int run) throws SQLException {
        execute("DELETE FROM payments WHERE seen <> " + run);
        execute("DELETE FROM patients WHERE seen <> " + run);
    }

    final void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** COPY of prepared rows. */
    final void copy(Path rows, String table) throws SQLException, IOException {
        try (InputStream in = Files.newInputStream(rows)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN", in, 1 << 16);
        }
    }

    @Override
    public Optional<Contents> contents() throws SQLException {
        Contents contents = ContentsQuery.of(
                connection, "patients", "(SELECT external_id AS id, patient_id AS owner, amount FROM payments) p");
        connection.commit();
        return Optional.of(contents);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
