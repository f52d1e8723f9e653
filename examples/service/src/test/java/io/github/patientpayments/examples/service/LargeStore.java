package io.github.patientpayments.examples.service;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A store with many payments and the syncs of three months, the last one three hours ago: a first load, working days
 * that change 1% of the payments, week-ends that change nothing, records that are rejected, and a refused export. There
 * are a tenth as many patients as payments; the first of them has more payments than a page shows.
 */
final class LargeStore {

    /** How long ago the last sync was. */
    static final Duration AGE = Duration.ofHours(3);

    /** The nights after the first load. */
    static final int NIGHTS = 90;

    /** The external id of the patient with the most payments. */
    static final String BUSIEST = "P000000";

    /** Those before are sent as deltas if anything has changed: it saves minutes. */
    private static final int FULL_NIGHTS = 7;

    private static final int REFUSED_NIGHT = 17;
    private static final int BUSIEST_PAYMENTS = 1_500;
    private static final int DAYS = 3 * 365;

    private static final List<String> FIRST_NAMES = List.of(
            "Ana", "Ben", "Carla", "Dmitri", "Elif", "Farah", "Goran", "Hana", "Ivo", "Jun", "Kofi", "Lucía", "Mei",
            "Nils", "Olga", "Pavel", "Quinn", "Rosa", "Søren", "Tariq", "Uma", "Vera", "Wanjiru", "Ximena", "Yusuf",
            "Zoë");
    private static final List<String> LAST_NAMES = List.of(
            "Abara",
            "Bianchi",
            "Castillo",
            "Dubois",
            "Eriksen",
            "Fontaine",
            "García",
            "Hughes",
            "Ivanova",
            "Jensen",
            "Kowalski",
            "Larsen",
            "Moreau",
            "Nakamura",
            "O’Brien",
            "Petrov",
            "Quispe",
            "Rossi",
            "Schmidt",
            "Tanaka",
            "Ueda",
            "Vargas",
            "Weber",
            "Xu",
            "Yılmaz",
            "Zhang");

    private final Random random = new Random(8);
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final int patients;
    private final int[] cents;
    private final int[] patient;
    private final int[] age;
    private final BitSet gone = new BitSet();
    private final BitSet touched = new BitSet();
    private int payments;
    private Instant now = Instant.now();

    private LargeStore(int most) {
        this.patients = most / 10;
        this.cents = new int[most];
        this.patient = new int[most];
        this.age = new int[most];
    }

    /**
     * Fills a schema that is not there yet.
     *
     * @param payments how many it has had in the end; one in a hundred of them is gone
     */
    static void fill(String jdbcUrl, String schema, int payments) {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(jdbcUrl);
            new LargeStore(payments).fill(pool, schema);
        }
    }

    private void fill(HikariDataSource pool, String schema) {
        PatientPaymentStore store = PatientPaymentStore.builder(pool)
                .schema(schema)
                .clock(((InstantSource) () -> now = now.plusMillis(1)).withZone(ZoneOffset.UTC))
                .build();
        store.migrate();
        Instant last = Instant.now().minus(AGE);
        int fresh = cents.length / 1_000;
        add(cents.length - NIGHTS * fresh);
        for (int night = NIGHTS; night >= 0; night--) {
            now = last.minus(Duration.ofDays(night));
            if (night == REFUSED_NIGHT) {
                refused(store);
                now = now.plus(Duration.ofHours(2));
            }
            touched.clear();
            if (night < NIGHTS && night % 7 > 1) {
                change();
                add(fresh);
            }
            if (night > FULL_NIGHTS && !touched.isEmpty()) {
                applyDelta(store);
            } else {
                sync(store, night);
            }
        }
    }

    private static void refused(PatientPaymentStore store) {
        try {
            store.sync(Snapshot.builder().patients(Source.of(List.of())).build());
        } catch (SnapshotRefusedException e) {
            return;
        }
        throw new AssertionError("An empty export must be refused");
    }

    private void sync(PatientPaymentStore store, int night) {
        int invalid = Math.max(0, 40 - night);
        store.sync(Snapshot.builder()
                .patients(Source.of(() -> patients(invalid).iterator()))
                .payments(Source.of(() -> payments(invalid).iterator()))
                .exportedAt(now.minus(Duration.ofMinutes(20)))
                .build());
    }

    private void applyDelta(PatientPaymentStore store) {
        store.sync(Delta.builder()
                .payments(
                        Source.of(() -> touched.stream().mapToObj(this::changed).iterator()))
                .exportedAt(now.minus(Duration.ofMinutes(20)))
                .build());
    }

    private void add(int count) {
        touched.set(payments, payments + count);
        for (int end = payments + count; payments < end; payments++) {
            boolean busiest = payments < BUSIEST_PAYMENTS && payments < cents.length / 100;
            // Few patients pay often, and the last ones never.
            patient[payments] = busiest ? 0 : (int) (0.97 * patients * Math.pow(random.nextDouble(), 1.3));
            cents[payments] = amount();
            age[payments] = random.nextInt(DAYS);
        }
    }

    /** Most are small, some are large, and a few are refunds. */
    private int amount() {
        int amount = (int) Math.min(50_000_000, 100 * Math.exp(4 + 1.3 * random.nextGaussian()));
        return random.nextInt(50) == 0 ? -amount : amount + 1;
    }

    private void change() {
        int changed = payments / 100;
        for (int i = 0; i < changed; i++) {
            int k = random.nextInt(payments);
            cents[k] = amount();
            touched.set(k);
        }
        for (int i = 0; i < changed / 64; i++) {
            int k = random.nextInt(payments);
            gone.set(k);
            touched.set(k);
        }
    }

    private Stream<PatientData> patients(int invalid) {
        Stream<PatientData> wrong = IntStream.range(0, invalid)
                .mapToObj(i -> PatientData.builder()
                        .externalId("X" + i)
                        .lastName("Nameless")
                        .build());
        return Stream.concat(IntStream.range(0, patients).mapToObj(this::patient), wrong);
    }

    private PatientData patient(int i) {
        int names = LAST_NAMES.size();
        return PatientData.of(
                patientId(i),
                FIRST_NAMES.get(i % FIRST_NAMES.size()),
                LAST_NAMES.get(i / names % names) + " " + LAST_NAMES.get(i / names / names % names),
                LocalDate.of(1930 + i % 90, 1 + i % 12, 1 + i % 28));
    }

    private static String patientId(int i) {
        return "P%06d".formatted(i);
    }

    private Stream<PaymentData> payments(int invalid) {
        Stream<PaymentData> unknown =
                IntStream.range(0, invalid).mapToObj(i -> PaymentData.of("L" + i, "nobody-" + i, BigDecimal.TEN));
        return Stream.concat(
                IntStream.range(0, payments).filter(i -> !gone.get(i)).mapToObj(this::payment), unknown);
    }

    private PaymentData changed(int i) {
        return gone.get(i) ? PaymentData.deletion(paymentId(i)) : payment(i);
    }

    private static String paymentId(int i) {
        return "B" + i;
    }

    private PaymentData payment(int i) {
        PaymentData.Builder payment = PaymentData.builder()
                .externalId(paymentId(i))
                .patientExternalId(patientId(patient[i]))
                .amount(BigDecimal.valueOf(cents[i], 2));
        // One in a hundred has no date.
        return i % 100 == 7
                ? payment.build()
                : payment.paidOn(today.minusDays(age[i])).build();
    }
}
