package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.Contents;
import io.github.patientpayments.benchmarks.data.ExportFiles;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * On H2: inserts in batches into empty tables with the indexes that the store had when the goals were set. A floor for
 * the first load: it can do nothing else.
 */
final class H2Batch implements Rival {

    private static final List<String> TABLES = List.of(
            "CREATE TABLE patients (id bigint PRIMARY KEY, changed_run bigint NOT NULL, external_id varchar(250) NOT NULL"
                    + " UNIQUE, first_name varchar(250) NOT NULL, last_name varchar(250) NOT NULL, middle_name"
                    + " varchar(250), date_of_birth date, payment_total numeric(38, 4) NOT NULL)",
            "CREATE INDEX patients_total_ix ON patients (payment_total, id)",
            "CREATE INDEX patients_name_ix ON patients (last_name, first_name, id)",
            "CREATE INDEX patients_first_name_ix ON patients (first_name)",
            "CREATE INDEX patients_birth_ix ON patients (date_of_birth)",
            "CREATE INDEX patients_changed_ix ON patients (changed_run, id)",
            "CREATE TABLE payments (id bigint PRIMARY KEY, changed_run bigint NOT NULL, external_id varchar(250) NOT NULL"
                    + " UNIQUE, patient_id bigint NOT NULL REFERENCES patients, amount numeric(19, 4) NOT NULL)",
            "CREATE INDEX payments_patient_ix ON payments (patient_id, id)",
            "CREATE INDEX payments_amount_ix ON payments (amount, id)",
            "CREATE INDEX payments_changed_ix ON payments (changed_run, id)");

    private static final String PATIENT = "INSERT INTO patients (external_id, first_name, last_name, middle_name,"
            + " date_of_birth, id, changed_run, payment_total) VALUES (?, ?, ?, ?, ?, ?, 1, 0)";
    private static final String PAYMENT =
            "INSERT INTO payments (external_id, patient_id, amount, id, changed_run) VALUES (?, ?, ?, ?, 1)";

    private final Connection connection;
    private final Map<String, Long> patients = new HashMap<>();
    private long payments;

    H2Batch(Target target) throws SQLException {
        this.connection = target.plain().getConnection();
        connection.setAutoCommit(false);
    }

    @Override
    public void create() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
        }
        connection.commit();
    }

    @Override
    public void sync(ExportFiles files, boolean once) throws Exception {
        try (Batch batch = new Batch(connection, PATIENT, (statement, fields) -> {
            Batch.bindPatient(statement, fields);
            statement.setLong(6, newPatient(fields));
        })) {
            JsonRows.patients(files, batch);
        }
        try (Batch batch = new Batch(connection, PAYMENT, (statement, fields) -> {
            statement.setString(1, fields[0]);
            statement.setLong(2, Objects.requireNonNull(patients.get(Objects.requireNonNull(fields[1]))));
            statement.setBigDecimal(3, new BigDecimal(fields[2]));
            statement.setLong(4, ++payments);
        })) {
            JsonRows.payments(files, batch);
        }
        connection.commit();
    }

    private long newPatient(@Nullable String[] fields) {
        long id = patients.size() + 1L;
        patients.put(Objects.requireNonNull(fields[0]), id);
        return id;
    }

    @Override
    public Optional<Contents> contents() throws SQLException {
        return Optional.of(ContentsQuery.of(
                connection,
                "patients",
                "(SELECT p.external_id AS id, o.external_id AS owner, p.amount FROM payments p JOIN patients o"
                        + " ON o.id = p.patient_id) p"));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
