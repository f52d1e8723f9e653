package io.github.patientpayments.examples;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncOptions;
import java.io.PrintStream;
import java.math.BigDecimal;
import javax.sql.DataSource;

/** Bad nights: an export that is empty, one that lost half of its money, and an old one; and the way out. */
public final class RefusedMain {

    private static final String PATIENTS = """
            [{"externalId": "4", "firstName": "Pris", "lastName": "Stratton"},
             {"externalId": "8", "firstName": "Roy",  "lastName": "Batti"}]
            """;

    private static final String PAYMENTS = """
            [{"externalId": "501", "patientId": "4", "amount": 4.46},
             {"externalId": "502", "patientId": "4", "amount": 5.66},
             {"externalId": "503", "patientId": "4", "amount": 7.10},
             {"externalId": "601", "patientId": "8", "amount": 23.32},
             {"externalId": "602", "patientId": "8", "amount": 2.29},
             {"externalId": "603", "patientId": "8", "amount": 9.29}]
            """;

    /** The sender has divided five amounts by 100: cents taken for dollars. */
    private static final String SMALL_PAYMENTS = """
            [{"externalId": "501", "patientId": "4", "amount": 0.0446},
             {"externalId": "502", "patientId": "4", "amount": 0.0566},
             {"externalId": "503", "patientId": "4", "amount": 0.071},
             {"externalId": "601", "patientId": "8", "amount": 0.2332},
             {"externalId": "602", "patientId": "8", "amount": 0.0229},
             {"externalId": "603", "patientId": "8", "amount": 9.29}]
            """;

    private final PatientPaymentStore store;
    private final PrintStream out;

    private RefusedMain(DataSource database, PrintStream out) {
        this.store = PatientPaymentStore.builder(database).build();
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        run(System.out);
    }

    static void run(PrintStream out) {
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl("jdbc:h2:mem:refused");
            new RefusedMain(database, out).run();
        }
    }

    private void run() {
        store.migrate();
        store.sync(JsonText.snapshot(PATIENTS, PAYMENTS));
        printTotals("The first night:");

        refused("An empty export:", JsonText.snapshot("[]", "[]"));
        refused(
                "Fewer payments than the control total says:",
                Snapshot.builder()
                        .payments(JsonText.source(PAYMENTS))
                        .controlTotals(ControlTotals.payments(7, new BigDecimal("60.00")))
                        .build());
        SyncInput cents = JsonText.snapshot(PATIENTS, SMALL_PAYMENTS);
        refused("Cents for dollars:", cents);

        Preview preview = store.preview(cents);
        out.println("A preview of what it would change:");
        preview.changes().forEach(this::print);
        out.println();

        SyncOptions reviewed = SyncOptions.defaults()
                .lift(Refusal.Reason.DELETIONS, Refusal.Reason.CHANGES)
                .onBase(preview.baseRun());
        store.sync(cents, reviewed);
        printTotals("Reviewed, found correct and applied:");
    }

    private void refused(String title, SyncInput delivery) {
        try {
            store.sync(delivery);
        } catch (SnapshotRefusedException e) {
            out.println(title);
            e.refusals().forEach(refusal -> out.println("  " + refusal.reason() + ": " + refusal.message()));
            printTotals("  and nothing has changed:");
        }
    }

    private void printTotals(String title) {
        out.println(title + " " + store.totals(PatientFilter.all()).sum() + " from "
                + store.totals(PatientFilter.all()).patients() + " patients");
        out.println();
    }

    private void print(Change change) {
        for (FieldChange field : change.fields()) {
            out.println("  " + change.recordType() + " " + change.externalId().orElse("") + " " + field.field() + ": "
                    + field.oldValue().orElse("-") + " -> " + field.newValue().orElse("-"));
        }
    }
}
