package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.ExportFiles;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The obvious loop: {@code INSERT … ON CONFLICT DO UPDATE} in batches, and then the deletion of what this run has not
 * seen; in one transaction.
 */
final class OnConflict extends PostgresRival {

    static final String PATIENT =
            "INSERT INTO patients (external_id, first_name, last_name, middle_name, date_of_birth,"
                    + " seen) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (external_id) DO UPDATE SET first_name ="
                    + " EXCLUDED.first_name, last_name = EXCLUDED.last_name, middle_name = EXCLUDED.middle_name,"
                    + " date_of_birth = EXCLUDED.date_of_birth, seen = EXCLUDED.seen";
    static final String PAYMENT = "INSERT INTO payments (external_id, patient_id, amount, seen) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (external_id) DO UPDATE SET patient_id = EXCLUDED.patient_id, amount = EXCLUDED.amount,"
            + " seen = EXCLUDED.seen";

    private int run;

    OnConflict(Target target) throws SQLException {
        super(target, target.rewritingBatches());
    }

    @Override
    void createTables() throws SQLException {
        super.createTables();
        addSeen();
    }

    @Override
    public void sync(ExportFiles files, boolean once) throws Exception {
        run++;
        try (Batch batch = new Batch(connection, PATIENT, (statement, fields) -> {
            Batch.bindPatient(statement, fields);
            statement.setInt(6, run);
        })) {
            JsonRows.patients(files, batch);
        }
        try (Batch batch = new Batch(connection, PAYMENT, (statement, fields) -> {
            Batch.bindPayment(statement, fields);
            statement.setInt(4, run);
        })) {
            JsonRows.payments(files, batch);
        }
        deleteUnseen(run);
        connection.commit();
    }

    @Override
    public void change(String payment, String patient, BigDecimal amount) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PAYMENT)) {
            statement.setString(1, payment);
            statement.setString(2, patient);
            statement.setBigDecimal(3, amount);
            statement.setInt(4, run);
            statement.executeUpdate();
        }
        connection.commit();
    }
}
