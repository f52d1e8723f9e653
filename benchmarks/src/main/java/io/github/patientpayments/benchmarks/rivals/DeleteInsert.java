package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.ExportFiles;
import java.sql.SQLException;

/** Deletes everything and inserts everything, in batches, in one transaction. */
final class DeleteInsert extends PostgresRival {

    private static final String PATIENT = "INSERT INTO patients (external_id, first_name, last_name, middle_name,"
            + " date_of_birth) VALUES (?, ?, ?, ?, ?)";
    private static final String PAYMENT = "INSERT INTO payments (external_id, patient_id, amount) VALUES (?, ?, ?)";

    DeleteInsert(Target target) throws SQLException {
        super(target, target.rewritingBatches());
    }

    @Override
    public void sync(ExportFiles files, boolean once) throws Exception {
        execute("DELETE FROM payments");
        execute("DELETE FROM patients");
        try (Batch batch = new Batch(connection, PATIENT, Batch::bindPatient)) {
            JsonRows.patients(files, batch);
        }
        try (Batch batch = new Batch(connection, PAYMENT, Batch::bindPayment)) {
            JsonRows.payments(files, batch);
        }
        connection.commit();
    }
}
