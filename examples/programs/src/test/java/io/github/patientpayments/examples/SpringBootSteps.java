package io.github.patientpayments.examples;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.transaction.support.TransactionTemplate;

/** What {@link SpringBootHost} does with the store, each step printed. */
final class SpringBootSteps {

    private static final Snapshot SNAPSHOT = Snapshot.builder()
            .patients(Source.of(List.of(PatientData.builder()
                    .externalId("8")
                    .firstName("Roy")
                    .lastName("Batti")
                    .build())))
            .payments(Source.of(List.of(PaymentData.builder()
                    .externalId("602")
                    .patientExternalId("8")
                    .amount(new BigDecimal("9.29"))
                    .build())))
            .build();

    private final DataSource database;
    private final JdbcTemplate jdbc;
    private final PatientPaymentStore store;

    SpringBootSteps(DataSource database) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database);
        this.store = PatientPaymentStore.builder(database).build();
    }

    void run() throws SQLException {
        jdbc.update("INSERT INTO patients (id, remark) VALUES (1, 'the host''s own')");
        migrateWithoutFlyway();
        applyPrintedSchema();
        syncCsvWithoutFastCsv();
        syncInsideATransaction();
        System.out.println("stored before: " + store.totals(PatientFilter.all()).patients());
        System.out.println("sync: " + store.sync(SNAPSHOT).status());
        System.out.println("paid: " + store.totals(PatientFilter.all()).sum());
        System.out.println("host's own rows: " + rowsOfTheHost());
    }

    private void migrateWithoutFlyway() {
        try {
            store.migrate();
        } catch (SchemaMismatchException e) {
            System.out.println("migrate: " + e.getMessage());
        }
    }

    private void syncCsvWithoutFastCsv() {
        try {
            store.sync(Snapshot.builder()
                    .patients(Source.csvOnce(new ByteArrayInputStream(new byte[0]) {
                        @Override
                        public void close() {
                            System.out.println("csv: closed");
                        }
                    }))
                    .build());
        } catch (IllegalStateException e) {
            System.out.println("csv: " + e.getMessage());
        }
    }

    /** The script moves into the store's schema; a connection that goes back to a pool has to be moved back. */
    private void applyPrintedSchema() throws SQLException {
        StringBuilder ddl = new StringBuilder();
        store.printSchema(ddl);
        try (Connection connection = database.getConnection()) {
            String schema = connection.getSchema();
            ScriptUtils.executeSqlScript(
                    connection, new ByteArrayResource(ddl.toString().getBytes(StandardCharsets.UTF_8)));
            connection.setSchema(schema);
        }
    }

    /** A writer owns its transaction: it neither joins the host's nor commits what the host has begun. */
    private void syncInsideATransaction() {
        PatientPaymentStore joining = PatientPaymentStore.builder(new TransactionAwareDataSourceProxy(database))
                .build();
        new TransactionTemplate(new DataSourceTransactionManager(database)).executeWithoutResult(status -> {
            jdbc.update("INSERT INTO patients (id, remark) VALUES (2, 'in a transaction')");
            try {
                joining.sync(SNAPSHOT);
            } catch (IllegalStateException e) {
                System.out.println("in a transaction: " + e.getMessage());
            }
            status.setRollbackOnly();
        });
    }

    private int rowsOfTheHost() {
        Integer rows = jdbc.queryForObject("SELECT count(*) FROM patients", Integer.class);
        return rows == null ? 0 : rows;
    }
}
