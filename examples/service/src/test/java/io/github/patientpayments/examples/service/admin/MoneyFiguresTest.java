package io.github.patientpayments.examples.service.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.service.held.SentTotals;
import io.github.patientpayments.examples.service.held.Upload;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Figures that can't be added up are missing, and the others are there. */
class MoneyFiguresTest {

    private final JdbcDataSource database = new JdbcDataSource();
    private final SentTotals sent = SentTotals.in(Optional.empty());
    private final Times times = new Times(ZoneOffset.UTC, Clock.systemUTC());
    private PatientPaymentStore store;
    private MoneyFigures figures;

    @BeforeEach
    void fill() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        store = PatientPaymentStore.builder(database).build();
        store.migrate();
        figures = new MoneyFigures(store, sent, times);
        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.of(List.of(PatientData.of("1", "First", "Last", LocalDate.of(1980, 1, 31)))))
                .payments(Source.of(List.of(payment("a"))))
                .build());
        sent.note(stated(), report);
        store.sync(Delta.builder().payments(Source.of(List.of(payment("b")))).build());
    }

    @AfterEach
    void close() {
        figures.close();
    }

    private static PaymentData payment(String id) {
        return PaymentData.of(id, "1", BigDecimal.TEN);
    }

    private static Upload stated() {
        return new Upload(
                RecordType.PAYMENT,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(BigDecimal.TEN),
                Optional.empty(),
                Optional.empty(),
                false,
                Set.of(),
                false);
    }

    private MoneyFigures.Known known() {
        MoneyFigures.Known known = figures.look();
        for (int i = 0; i < 200 && !known.complete(); i++) {
            known = figures.look();
        }
        assertThat(known.complete()).isTrue();
        return known;
    }

    @Test
    void ourTotalAfterThatRunIsKnownUntilItIsPurged() {
        assertThat(MoneyComparison.of(compared(), times).badge().word()).isEqualTo("Agrees");

        store.purge(Instant.now());
        store.sync(Delta.builder().payments(Source.of(List.of(payment("c")))).build());

        assertThat(compared().ours()).isEmpty();
        assertThat(MoneyComparison.of(compared(), times).badge().word()).isEqualTo("Not known");
        assertThat(known().present().orElseThrow().totals().payments()).isEqualTo(3);
        assertThat(known().missing()).isEmpty();
    }

    private MoneyFigures.Compared compared() {
        return known().present().orElseThrow().compared().orElseThrow();
    }

    @Test
    void withoutTheDatabaseTheFiguresAreMissingAndNotStale() throws SQLException {
        assertThat(known().present()).isPresent();

        execute("ALTER TABLE patient_payments.patients RENAME TO gone");
        assertThat(known().present()).isEmpty();
        assertThat(known().missing()).contains("The totals of now");

        execute("ALTER TABLE patient_payments.gone RENAME TO patients");
        assertThat(known().present()).isPresent();
        assertThat(known().missing()).isEmpty();
    }

    @Test
    void daysThatEndedAlikeAreAddedUpOnce() {
        Instant now = Instant.now();
        PatientPaymentStore slow = slow();
        syncAt(now.minus(Duration.ofDays(9)), "a");
        syncAt(now.minus(Duration.ofDays(4)), "b");
        AtomicInteger looks = new AtomicInteger();
        figures = new MoneyFigures(counting(slow, looks), SentTotals.in(Optional.empty()), times);

        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Map<LocalDate, Optional<PaymentTotals>> days = known().days();

        assertThat(sums(days, today, 1, 4)).containsOnly("20");
        assertThat(sums(days, today, 5, 9)).containsOnly("10");
        assertThat(days.get(today.minusDays(10))).isEmpty();
        assertThat(looks.get())
                .as("looks at the past: one state that is not the present, and before the first")
                .isEqualTo(2);
    }

    /** The time of a run is when it began, and it may have been committed after the page was looked at. */
    @Test
    void aSyncThatBeganBeforeMidnightCountsForThatDay() {
        Instant midnight = Instant.parse("2026-03-02T00:00:00Z");
        LocalDate today = LocalDate.of(2026, 3, 2);
        PatientPaymentStore slow = slow();
        syncAt(midnight.minusSeconds(7_200), "a");
        Clock later = Clock.fixed(midnight.plusSeconds(60), ZoneOffset.UTC);
        figures = new MoneyFigures(slow, SentTotals.in(Optional.empty()), new Times(ZoneOffset.UTC, later));
        assertThat(sums(known().days(), today, 1, 1)).containsExactly("10");

        syncAt(midnight.minusSeconds(10), "b");
        assertThat(sums(known().days(), today, 1, 1)).containsExactly("20");

        syncAt(midnight.plusSeconds(30), "c");
        assertThat(sums(known().days(), today, 1, 1)).containsExactly("20");
    }

    private PatientPaymentStore slow() {
        PatientPaymentStore slow = storeAt(Instant.now());
        slow.migrate();
        return slow;
    }

    /** Adds a payment of 10 to the other store, in a run of that time. */
    private void syncAt(Instant time, String payment) {
        storeAt(time)
                .sync(Delta.builder()
                        .patients(Source.of(List.of(PatientData.of("1", "First", "Last", LocalDate.of(1980, 1, 31)))))
                        .payments(Source.of(List.of(payment(payment))))
                        .build());
    }

    private PatientPaymentStore storeAt(Instant time) {
        return PatientPaymentStore.builder(database)
                .schema("slow")
                .clock(Clock.fixed(time, ZoneOffset.UTC))
                .build();
    }

    private static List<String> sums(Map<LocalDate, Optional<PaymentTotals>> days, LocalDate today, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(age -> days.get(today.minusDays(age)).orElseThrow().sum())
                .map(sum -> sum.stripTrailingZeros().toPlainString())
                .toList();
    }

    /** The store, which counts how often the history is asked for. */
    private static PatientPaymentStore counting(PatientPaymentStore store, AtomicInteger looks) {
        return (PatientPaymentStore) Proxy.newProxyInstance(
                PatientPaymentStore.class.getClassLoader(),
                new Class<?>[] {PatientPaymentStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("history")) {
                        looks.incrementAndGet();
                    }
                    return method.invoke(store, arguments);
                });
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void todayCountsAllRunsOrSaysHowMany() {
        Instant start = Instant.now().minusSeconds(600);

        assertThat(MoneyToday.of(store.syncRuns(3), 3, start).limited()).isEmpty();
        assertThat(MoneyToday.of(store.syncRuns(3), 3, start).rows().get(1).inserted())
                .isEqualTo("2");
        assertThat(MoneyToday.of(store.syncRuns(1), 1, start).limited()).hasValue("1");
        assertThat(MoneyToday.of(store.syncRuns(1), 1, Instant.now()).limited()).isEmpty();
    }
}
