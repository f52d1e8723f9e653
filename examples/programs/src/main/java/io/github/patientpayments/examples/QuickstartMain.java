package io.github.patientpayments.examples;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Payment;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;

/**
 * A clinic with 40 patients sends everything it has, on two nights. The store mirrors it and answers queries. The people
 * are invented, by the Synthea generator.
 */
public final class QuickstartMain {

    private static final String GLEICHNER = "117f86a6-63f9-1bcd-fb4f-82bc150ed437";
    private static final String WIZA = "eaaa8694-cbcd-66c9-1a0f-37db7e07cc94";
    private static final String TREMBLAY = "4648829d-5074-bf90-1827-3b269e428b07";

    /** A good one, one of a patient that nobody knows, and a second one with an id that is taken. */
    private static final String MORE_PAYMENTS = """
            ,
            {"amount":600.00,"patientId":"6edc389e-1660-7ac7-cb60-b9cfb1a63a5d","externalId":"new-1"},
            {"amount":50.00,"patientId":"nobody","externalId":"new-2"},
            {"amount":99.99,"patientId":"8ebf92be-6629-a84d-0eec-53ec396b4c58","externalId":"1ae446cc-8807-c6dd-8b01-a32e04eaa5a6"}
            ]""";

    private final PatientPaymentStore store;
    private final PrintStream out;
    private Instant now = Instant.parse("2026-03-01T02:00:00Z");

    QuickstartMain(DataSource database, PrintStream out) {
        InstantSource clock = () -> now; // a real host leaves the clock out; here each night has its time
        this.store = PatientPaymentStore.builder(database)
                .clock(clock.withZone(ZoneOffset.UTC))
                .build();
        this.out = out;
    }

    /** Runs it on a database in memory; your application has a DataSource already. */
    public static void main(String[] args) {
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl("jdbc:h2:mem:quickstart");
            new QuickstartMain(database, System.out).run();
        }
    }

    void run() {
        store.migrate();

        out.println("The first night: everything is new.");
        sync(() -> file("patients.json.gz"), () -> file("payments.json.gz"));

        now = Instant.parse("2026-03-02T02:00:00Z");
        out.println("The second night: a new name, a corrected amount, a new payment, a patient who is gone; and three"
                + " mistakes: a birth date, a payment of nobody, an id that is taken.");
        sync(() -> edited("patients.json.gz", "\n]"), () -> edited("payments.json.gz", MORE_PAYMENTS));

        out.println("What became of them:");
        fate("a new name", "e2b62842-2715-6c67-0e4f-cc5834c975b7", "updated");
        fate("a new amount", GLEICHNER, "the total moved, the patient did not change");
        fate("a bad birth date", WIZA, "rejected is not missing: the last good version stays");
        fate("nothing", TREMBLAY, "deleted, with 65 payments; kept for the history");

        patientsWhoPaid(new BigDecimal("10000"), new BigDecimal("20000"));
        greatestPaymentsOf(GLEICHNER);
    }

    private void sync(Source.Opener patients, Source.Opener payments) {
        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.json(patients))
                .payments(Source.json(payments))
                .exportedAt(now)
                .build());
        out.println(report);
        for (Rejection rejection : report.rejections()) {
            String id = rejection.externalId().orElse("-");
            out.println("  " + id + ": " + rejection.faults().get(0).message());
        }
        out.println();
    }

    /** With deleted patients: {@code store.patient(id)} finds live ones only. */
    private void fate(String sent, String id, String meaning) {
        PatientFilter filter = PatientFilter.builder()
                .externalIds(List.of(id))
                .includeDeleted()
                .build();
        for (Patient p : store.patients(filter, PageRequest.by(PatientSort.ID)).items()) {
            out.printf(
                    "  %-16s  %s  %8s  created %.10s  updated %.10s  %s%n",
                    sent, person(p), p.paymentTotal(), p.createdAt(), p.updatedAt(), meaning);
        }
    }

    private void patientsWhoPaid(BigDecimal min, BigDecimal max) {
        out.printf("%nWho has paid between %s and %s in total?%n", min, max);
        PatientFilter filter = PatientFilter.builder()
                .paymentTotalAtLeast(min)
                .paymentTotalAtMost(max)
                .build();
        for (Patient p : store.patients(filter, PageRequest.by(PatientSort.PAYMENT_TOTAL))
                .items()) {
            out.printf("  %s  %s  %2s payments  %8s%n", p.externalId(), person(p), p.paymentCount(), p.paymentTotal());
        }
        PaymentTotals totals = store.totals(filter);
        out.printf("Together: %s patients, %s payments, %s.%n", totals.patients(), totals.payments(), totals.sum());
    }

    private void greatestPaymentsOf(String patient) {
        out.printf("%nWhich payments has patient %s made? The five greatest:%n", patient);
        PageRequest<PaymentSort> five =
                PageRequest.by(PaymentSort.AMOUNT).descending().limit(5).counted();
        Page<Payment> page = store.payments(PaymentFilter.ofPatient(patient), five);
        for (Payment p : page.items()) {
            out.printf("  %s  %6s  created %s  updated %s%n", p.externalId(), p.amount(), p.createdAt(), p.updatedAt());
        }
        out.println("5 of " + page.total().orElseThrow() + "; the next page begins where this one ends.");
    }

    private static String person(Patient patient) {
        String name = patient.firstName() + " " + patient.lastName();
        return "%-22s  %-10s"
                .formatted(name, patient.dateOfBirth().map(LocalDate::toString).orElse("unknown"));
    }

    private static InputStream file(String name) {
        return Objects.requireNonNull(QuickstartMain.class.getResourceAsStream(name), name);
    }

    /** What the clinic sends a day later. */
    private static InputStream edited(String name, String end) throws IOException {
        try (InputStream in = new GZIPInputStream(file(name))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("Grant908", "Grant-Mohr")
                    .replace("2022-05-05", "2083-02-01")
                    .replaceAll("85.55(?=.*516b08d4-1ac9-503c-17d0-efbd2fbfc3bf)", "585.55")
                    .replaceAll(".*" + TREMBLAY + ".*\\R", "")
                    .replace("\n]", end);
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
