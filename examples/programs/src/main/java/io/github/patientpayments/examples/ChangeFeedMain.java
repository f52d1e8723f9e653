package io.github.patientpayments.examples;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The change feed, delivered into an {@linkplain Outbox outbox table}: every event exactly once, whenever the program
 * is killed. Run it with the URL of an H2 file, kill it, and run it again: it goes on where it was.
 */
public final class ChangeFeedMain {

    private static final int EVENTS_AT_ONCE = 2;

    private ChangeFeedMain() {}

    /**
     * Runs it.
     *
     * @param args the JDBC URL of an H2 database; none for one in memory
     */
    public static void main(String[] args) throws SQLException {
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl(args.length == 0 ? "jdbc:h2:mem:feed" : args[0]);
            run(database, System.out);
        }
    }

    static void run(DataSource database, PrintStream out) throws SQLException {
        PatientPaymentStore store = PatientPaymentStore.builder(database).build();
        store.migrate();
        syncThreeNights(store);
        deliver(store, database, out);
        print(database, out);
    }

    /** Those that have not been synced yet. A program of yours may sync in one process and deliver in another. */
    private static void syncThreeNights(PatientPaymentStore store) {
        PatientData pris = patient("4", "Pris", "Stratton");
        PatientData roy = patient("8", "Roy", "Batti");
        PatientData renamed = patient("8", "Roy", "Batty");
        PaymentData paid = payment("501", "8", "12.50");
        Stream.of(
                        snapshot(List.of(pris, roy), List.of(paid)),
                        snapshot(List.of(pris, renamed), List.of(paid, payment("502", "4", "7.10"))),
                        snapshot(List.of(renamed), List.of(payment("501", "8", "11.50"))))
                .skip(store.syncRuns(3).size())
                .forEach(store::sync);
    }

    private static void deliver(PatientPaymentStore store, DataSource database, PrintStream out) {
        Outbox outbox = new Outbox(store.history(), database);
        outbox.create();
        while (outbox.deliver(EVENTS_AT_ONCE)) {
            out.println("Delivered " + EVENTS_AT_ONCE + " events, and there are more.");
        }
        out.println("Delivered the last ones.");
        out.println();
    }

    private static void print(DataSource database, PrintStream out) throws SQLException {
        TextTable table = new TextTable("no.", "run", "kind", "record", "what has changed");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT \"number\", \"run\", \"kind\", \"record\", \"changes\" FROM \"outbox\" ORDER BY 1")) {
            while (row.next()) {
                table.row(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5));
            }
        }
        table.print(out);
    }

    private static Snapshot snapshot(List<PatientData> patients, List<PaymentData> payments) {
        return Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build();
    }

    private static PatientData patient(String id, String firstName, String lastName) {
        return PatientData.builder()
                .externalId(id)
                .firstName(firstName)
                .lastName(lastName)
                .build();
    }

    private static PaymentData payment(String id, String patientId, String amount) {
        return PaymentData.builder()
                .externalId(id)
                .patientExternalId(patientId)
                .amount(new BigDecimal(amount))
                .build();
    }
}
