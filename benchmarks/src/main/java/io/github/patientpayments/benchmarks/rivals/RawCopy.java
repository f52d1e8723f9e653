package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.ExportFiles;
import java.io.IOException;
import java.sql.SQLException;

/** A floor: COPY of prepared rows into unlogged tables without indexes. */
final class RawCopy extends PostgresRival {

    RawCopy(Target target) throws SQLException {
        super(target, target.plain());
    }

    @Override
    void createTables() throws SQLException {
        createBare("UNLOGGED TABLE", "");
    }

    @Override
    public void sync(ExportFiles files, boolean once) throws SQLException, IOException {
        execute("TRUNCATE patients, payments");
        copy(files.patientRows(), "patients");
        copy(files.paymentRows(), "payments");
        connection.commit();
    }
}
