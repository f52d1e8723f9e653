package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.ExportFiles;
import java.io.IOException;
import java.sql.SQLException;

/** COPY into new tables, which are indexed and then take the places of the old ones. */
final class TableSwap extends PostgresRival {

    private static final String NEW = "_new";

    private final boolean parsing;

    /**
     * @param parsing whether it reads JSON itself, as a team would have to; else it is given prepared rows, which is
     *     the harder rival
     */
    TableSwap(Target target, boolean parsing) throws SQLException {
        super(target, target.plain());
        this.parsing = parsing;
    }

    @Override
    public void sync(ExportFiles files, boolean once) throws Exception {
        createBare("TABLE", NEW);
        fill(files);
        index(NEW);
        execute("DROP TABLE patients, payments");
        execute("ALTER TABLE patients_new RENAME TO patients");
        execute("ALTER TABLE payments_new RENAME TO payments");
        connection.commit();
    }

    private void fill(ExportFiles files) throws Exception {
        if (parsing) {
            try (CopyRows rows = new CopyRows(connection, "patients" + NEW)) {
                JsonRows.patients(files, rows);
            }
            try (CopyRows rows = new CopyRows(connection, "payments" + NEW)) {
                JsonRows.payments(files, rows);
            }
        } else {
            copyPrepared(files);
        }
    }

    private void copyPrepared(ExportFiles files) throws SQLException, IOException {
        copy(files.patientRows(), "patients" + NEW);
        copy(files.paymentRows(), "payments" + NEW);
    }
}
