package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.ExportFiles;
import java.io.IOException;
import java.sql.SQLException;

/** COPY of prepared rows into the emptied table, whose indexes stay: readers wait as long as it takes. */
final class IndexedCopy extends PostgresRival {

    IndexedCopy(Target target) throws SQLException {
        super(target, target.plain());
    }

    @Override
    public void sync(ExportFiles files, boolean once) throws SQLException, IOException {
        execute("TRUNCATE patients, payments");
        copy(files.patientRows(), "patients");
        copy(files.paymentRows(), "payments");
        connection.commit();
    }
}
