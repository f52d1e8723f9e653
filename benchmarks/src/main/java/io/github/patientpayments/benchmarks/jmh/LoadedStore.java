package io.github.patientpayments.benchmarks.jmh;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.benchmarks.Postgres;
import io.github.patientpayments.benchmarks.data.DataSet;
import io.github.patientpayments.benchmarks.data.DataSize;
import io.github.patientpayments.benchmarks.data.DataSpec;
import io.github.patientpayments.benchmarks.data.Export;
import io.github.patientpayments.benchmarks.data.ExportFiles;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A store with ten payments a patient, on a server of its own. */
final class LoadedStore implements AutoCloseable {

    static final String SCHEMA = "patient_payments";

    private final Postgres postgres;
    private final HikariDataSource pool = new HikariDataSource();
    private final PatientPaymentStore store;

    LoadedStore(int patients) throws IOException, SQLException {
        this.postgres = Postgres.embedded();
        pool.setJdbcUrl(postgres.url());
        pool.setMaximumPoolSize(3);
        this.store = PatientPaymentStore.builder(pool).build();
        store.migrate();
        ExportFiles files = files(patients);
        store.sync(Snapshot.builder()
                .patients(Source.json(files.patients()))
                .payments(Source.json(files.payments()))
                .build());
        postgres.vacuum(SCHEMA);
    }

    /** The export that it is loaded from. */
    static ExportFiles files(int patients) throws IOException {
        DataSpec spec =
                new DataSpec(new DataSize(patients, patients * 10), 0.01, 0.3, 0.1, DataSpec.Order.SAME, false, 1);
        return new DataSet(spec, Path.of("benchmarks", "target", "data")).export(Export.FIRST);
    }

    PatientPaymentStore store() {
        return store;
    }

    Connection connect() throws SQLException {
        return pool.getConnection();
    }

    /** Runs a query to its end, and counts the rows. */
    static int rows(Connection connection, String sql) throws SQLException {
        int rows = 0;
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows++;
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException, IOException {
        pool.close();
        postgres.close();
    }
}
