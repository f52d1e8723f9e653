package io.github.patientpayments.examples.service;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * A store with the syncs of five weeks, the last one three hours ago: nights as they are, one refused export, records
 * that have been rejected for days, and strings that break careless programs.
 */
final class BrowserNights {

    /** How long ago the last sync was. */
    static final Duration AGE = Duration.ofHours(3);

    private static final int NIGHTS = 36;
    private static final Path NAUGHTY = Path.of("../../core/src/test/resources/hostile/naughty-strings.txt");

    private final Random random = new Random(8);
    private final List<PatientData> patients = new ArrayList<>();
    private final List<PaymentData> payments = new ArrayList<>();
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private Instant now = Instant.now();

    private BrowserNights() {}

    static void fill(String jdbcUrl, String schema) throws IOException {
        JdbcConnectionPool pool = JdbcConnectionPool.create(jdbcUrl, "", "");
        try {
            new BrowserNights().fill(pool, schema);
        } finally {
            pool.dispose();
        }
    }

    private void fill(JdbcConnectionPool pool, String schema) throws IOException {
        PatientPaymentStore store = PatientPaymentStore.builder(pool)
                .schema(schema)
                .clock(((InstantSource) () -> now = now.plusMillis(1)).withZone(ZoneOffset.UTC))
                .build();
        store.migrate();
        Instant last = Instant.now().minus(AGE);
        for (int i = 0; i < 480; i++) {
            patients.add(patient(i, "Given" + i, "Family" + i));
            add(i, 3);
        }
        naughtyPatients();
        for (int night = NIGHTS; night >= 0; night--) {
            now = last.minus(Duration.ofDays(night));
            night(store, night);
        }
    }

    private void night(PatientPaymentStore store, int night) {
        if (night == 17) {
            refused(store);
            now = now.plus(Duration.ofHours(2));
        }
        if (night < NIGHTS && night % 7 > 1) {
            change();
        }
        List<PatientData> sent = new ArrayList<>(patients);
        List<PaymentData> paid = new ArrayList<>(payments);
        for (int i = 0; i < (night < 5 ? 7 : 0); i++) {
            sent.add(
                    PatientData.builder().externalId("x" + i).lastName("Family").build());
        }
        for (int i = 0; i < (night < 20 ? 20 - night : 0); i++) {
            paid.add(PaymentData.of("lost-" + i, "nobody-" + i, new BigDecimal("9.90")));
        }
        if (night == 0) {
            paid.add(PaymentData.builder()
                    .externalId("=1+1")
                    .patientExternalId("1")
                    .build());
        }
        store.sync(Snapshot.builder()
                .patients(Source.of(sent))
                .payments(Source.of(paid))
                .exportedAt(now.minus(Duration.ofMinutes(20)))
                .build());
        if (night == 10) {
            for (int i = 0; i < 5; i++) {
                now = now.plusSeconds(600);
                store.sync(Snapshot.builder()
                        .patients(Source.of(patients))
                        .exportedAt(now)
                        .build());
            }
        }
    }

    private void refused(PatientPaymentStore store) {
        try {
            store.sync(Snapshot.builder().patients(Source.of(List.of())).build());
        } catch (SnapshotRefusedException e) {
            return;
        }
        throw new AssertionError("An empty export must be refused");
    }

    private void change() {
        int born = patients.size();
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            patients.add(patient(born + i, "Given" + born, "Family" + i));
            add(born + i, 2);
        }
        for (int i = 0; i < random.nextInt(9); i++) {
            int k = random.nextInt(payments.size());
            PaymentData old = payments.get(k);
            payments.set(
                    k,
                    payment(
                            old.externalId().orElseThrow(),
                            old.patientExternalId().orElseThrow(),
                            old.paidOn()));
        }
        for (int i = 0; i < random.nextInt(4); i++) {
            payments.remove(random.nextInt(payments.size()));
        }
    }

    private static PatientData patient(int i, String first, String last) {
        return PatientData.of(String.valueOf(i), first, last, LocalDate.of(1940 + i % 70, 1 + i % 12, 1 + i % 28));
    }

    private void add(int patient, int count) {
        for (int i = 0; i < count; i++) {
            payments.add(payment(patient + "-" + i, String.valueOf(patient), day()));
        }
    }

    /** A day of the last three years, with fewer payments in the summers; none for one in twenty. */
    private Optional<LocalDate> day() {
        LocalDate day = today.minusDays(random.nextInt(3 * 365));
        boolean summer = day.getMonthValue() == 7 || day.getMonthValue() == 8;
        return random.nextInt(20) == 0
                ? Optional.empty()
                : Optional.of(summer && random.nextBoolean() ? day.minusDays(90) : day);
    }

    private PaymentData payment(String id, String patient, Optional<LocalDate> paidOn) {
        return PaymentData.builder()
                .externalId(id)
                .patientExternalId(patient)
                .amount(BigDecimal.valueOf(100 + random.nextInt(20_000), 2))
                .paidOn(paidOn.orElse(null))
                .build();
    }

    private void naughtyPatients() throws IOException {
        int i = 0;
        for (String line : Files.readAllLines(NAUGHTY)) {
            boolean usable = !line.isBlank() && !line.startsWith("#") && line.codePointCount(0, line.length()) <= 200;
            if (usable && !line.contains("\u0000")) {
                patients.add(PatientData.of("naughty " + i + " " + line, line, line, LocalDate.of(1980, 2, 29)));
                i++;
            }
        }
    }
}
