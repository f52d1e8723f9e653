package io.github.patientpayments.examples;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Payment;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;

/** A clinic with 40 patients sends everything it has, twice. The people are invented, by the Synthea generator. */
final class TwoNights {

    private static final Instant FIRST_NIGHT = Instant.parse("2026-03-01T02:00:00Z");
    private static final Instant SECOND_NIGHT = Instant.parse("2026-03-02T02:00:00Z");

    private final PatientPaymentStore first;
    private final PatientPaymentStore second;
    private final Narrator narrator;

    TwoNights(DataSource database, PrintStream out) {
        this.first = store(database, FIRST_NIGHT);
        this.second = store(database, SECOND_NIGHT);
        this.narrator = new Narrator(out);
    }

    /** A real host leaves out the clock, and has one store: here each night has its time, the same in every run. */
    private static PatientPaymentStore store(DataSource database, Instant now) {
        return PatientPaymentStore.builder(database)
                .schema("clinic")
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .build();
    }

    void run() {
        narrator.title("2. Two nights of a clinic");
        first.migrate();
        syncFirstNight();
        syncSecondNight();
        showWhatBecameOfThem();
        askWhoPaidBetween(new BigDecimal("10000"), new BigDecimal("20000"));
        askWhatWasPaidBy(SecondNight.GLEICHNER);
    }

    private void syncFirstNight() {
        narrator.say("The first night: everything is new.");
        Snapshot snapshot = Snapshot.builder()
                .patients(Source.json(() -> resource("patients.json.gz")))
                .payments(Source.json(() -> resource("payments.json.gz")))
                .exportedAt(FIRST_NIGHT)
                .build();
        narrator.report(first.sync(snapshot));
    }

    private void syncSecondNight() {
        narrator.say("The second night: a new name, a corrected amount, a new payment, a patient who is gone; and three"
                + " mistakes: a birth date, a payment of nobody, an id that is taken.");
        String patients = SecondNight.patients(text("patients.json.gz"));
        String payments = SecondNight.payments(text("payments.json.gz"));
        Snapshot snapshot = Snapshot.builder()
                .patients(JsonText.source(patients))
                .payments(JsonText.source(payments))
                .exportedAt(SECOND_NIGHT)
                .build();
        narrator.report(second.sync(snapshot));
    }

    private void showWhatBecameOfThem() {
        narrator.say("What became of them:");
        TextTable table = new TextTable("sent", "stored patient", "born", "total", "created", "updated", "that is");
        fate(table, "a new name", SecondNight.GRANT, "updated");
        fate(table, "a new amount", SecondNight.GLEICHNER, "the total moved, the patient did not change");
        fate(table, "a bad birth date", SecondNight.WIZA, "rejected is not missing: the last good version stays");
        fate(table, "nothing", SecondNight.TREMBLAY, "deleted, with 65 payments; kept for the history");
        table.print(narrator.out());
    }

    /** Deleted patients are asked for on purpose: {@code store.patient(id)} finds live ones only. */
    private void fate(TextTable table, String sent, String externalId, String meaning) {
        PatientFilter everybody = PatientFilter.builder().includeDeleted().build();
        Patient patient = second.patients(everybody, PageRequest.by(PatientSort.ID)).items().stream()
                .filter(candidate -> candidate.externalId().equals(externalId))
                .findFirst()
                .orElseThrow();
        table.row(
                sent,
                patient.firstName() + " " + patient.lastName(),
                patient.dateOfBirth().map(Object::toString).orElse("unknown"),
                patient.paymentTotal(),
                day(patient.createdAt()),
                day(patient.updatedAt()),
                meaning);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private void askWhoPaidBetween(BigDecimal min, BigDecimal max) {
        narrator.say("Who has paid between " + min + " and " + max + " in total?");
        PatientFilter filter = PatientFilter.builder()
                .paymentTotalAtLeast(min)
                .paymentTotalAtMost(max)
                .build();
        narrator.patients(second.patients(filter, PageRequest.by(PatientSort.PAYMENT_TOTAL))
                .items());
        PaymentTotals totals = second.totals(filter);
        narrator.say("Together: " + totals.patients() + " patients, " + totals.payments() + " payments, " + totals.sum()
                + ".");
    }

    private void askWhatWasPaidBy(String patient) {
        narrator.say("Which payments has patient " + patient + " made? The five greatest:");
        PageRequest<PaymentSort> request =
                PageRequest.by(PaymentSort.AMOUNT).descending().limit(5).counted();
        Page<Payment> page = second.payments(PaymentFilter.ofPatient(patient), request);
        narrator.payments(page.items());
        narrator.say("5 of " + page.total().orElseThrow() + "; the next page begins where this one ends.");
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(TwoNights.class.getResourceAsStream(name), name);
    }

    private static String text(String gzip) {
        try (InputStream in = new GZIPInputStream(resource(gzip))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
