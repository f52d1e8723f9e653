package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.Mirror;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * The texts of the statements. Servers log them, and where {@code standard_conforming_strings} is off, a backslash in a
 * literal would end it: so values are bound, and no text contains data of a person or of the other system.
 */
public class StatementTextContract extends ContractTest {

    /** Occurs in every id, name and prefix. The rest breaks out of a literal, if it can. */
    private static final String MARK = "zq'\\', 'zq";

    private static final String NAME = "Zq'\\";
    private static final Pattern OF_A_RECORD = Pattern.compile("(?i)zq|1977|4711|[0-9a-f]{64}");

    /** The UUID and the time of a run, whose digits may be any. */
    private static final Pattern OF_A_RUN =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\d{4}-\\d\\d-\\d\\d[ T][\\d:.]+");

    private static final LocalDate BORN = LocalDate.of(1977, 7, 19);

    @Test
    void noTextContainsAValueOfARecord() {
        List<String> texts = new ArrayList<>();
        PatientPaymentStore watched = storeOver(Intercepted.dataSource(pool, call -> {
            if (!call.sql().isEmpty()) {
                // On H2 a query ends with a number that makes its text unique: it may be 1977.
                texts.add(OF_A_RUN.matcher(call.sql().replace(schema, "").replaceFirst(" -- \\d+$", ""))
                        .replaceAll(""));
            }
            return call.proceed();
        }));

        doEverything(watched);

        assertThat(texts).hasSizeGreaterThan(100);
        assertThat(texts.stream().filter(text -> OF_A_RECORD.matcher(text).find()))
                .isEmpty();
    }

    @Test
    void aBackslashIsAnOrdinaryCharacterWhereItWouldEscapeInALiteral() {
        try (HikariDataSource escaping = new HikariDataSource()) {
            escaping.setDataSource(database.application());
            escaping.setMaximumPoolSize(1);
            if (database.postgres()) {
                escaping.setConnectionInitSql("SET standard_conforming_strings = off");
            }
            doEverything(storeOver(escaping));
        }
    }

    private PatientPaymentStore storeOver(DataSource dataSource) {
        return PatientPaymentStore.builder(dataSource)
                .schema(schema)
                .guard(Guard.defaults())
                .erasureKey(new byte[32])
                .keepErasedTotals()
                .build();
    }

    /** Calls every method that reads or writes records, with every filter and sort. The store must be empty. */
    public static void doEverything(PatientPaymentStore store) {
        fill(store);
        queryEverything(store);

        assertThat(store.erase(id(4)).payments()).isEqualTo(1);
        assertThat(store.erase("never seen " + MARK).patients()).isZero();
        store.sync(snapshot(9, "4711.02"), SyncOptions.defaults().withholdDeletions());
        assertThat(store.unsuppress(id(4))).isTrue();
        assertThat(store.unsuppress(id(4))).isFalse();
        assertThat(store.erasedTotals().patients()).isEqualTo(1);
        store.purge(Clock.systemUTC().instant());
    }

    /** Changes the mirror in every way but erasing. */
    public static void fill(PatientPaymentStore store) {
        store.sync(snapshot(10, "4711.01"));
        store.sync(snapshot(10, "4711.02"), SyncOptions.defaults().lift(Reason.CHANGES));
        assertThatThrownBy(() -> store.sync(snapshot(2, "4711.03"))).isInstanceOf(SnapshotRefusedException.class);
        store.preview(snapshot(9, "4711.04"), 100);
        store.sync(snapshot(9, "4711.02"));
        store.sync(Delta.builder()
                .patients(Source.of(List.of(patient(1, "Other" + NAME), PatientData.deletion(id(2)))))
                .payments(Source.of(List.of(payment(1, 1, "4711.09"), PaymentData.deletion(paymentId(3)))))
                .build());
        assertThat(store.patient(id(1)).orElseThrow().firstName()).isEqualTo("Other" + NAME);
        assertThat(store.payment(paymentId(1)).orElseThrow().amount()).isEqualTo("4711.09");
        assertThat(store.patient(id(2))).isEmpty();
    }

    /** Calls every method that reads records, after {@link #fill}. */
    public static void queryEverything(PatientPaymentStore store) {
        query(store);
        query(store.history().asOfRun(2));
        query(store.history().asOf(store.syncRuns(1).get(0).time()));
        assertThat(store.history().patientVersions(id(1), PageRequest.first()).items())
                .hasSize(2);
        assertThat(store.history()
                        .paymentVersions(paymentId(1), PageRequest.first())
                        .items())
                .isNotEmpty();
        assertThat(store.history().changesOfPatient(id(1), PageRequest.first()).items())
                .isNotEmpty();
        assertThat(store.history().changes(store.history().beginning(), 1_000).changes())
                .isNotEmpty();
        assertThat(store.rejections(1, PageRequest.first()).items()).hasSize(2);
        assertThat(store.syncRuns(20)).isNotEmpty();
        assertThat(store.syncRun(store.syncRuns(1).get(0).attempt())).isPresent();
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    private static void query(Mirror store) {
        PatientFilter everyFilter = PatientFilter.builder()
                .externalIds(Set.of(id(1), id(3), id(5)))
                .paymentTotalAtLeast(new BigDecimal("4711"))
                .paymentTotalAtMost(new BigDecimal("4711.1"))
                .bornFrom(BORN)
                .bornUntil(BORN)
                .nameStartsWith(NAME)
                .build();
        for (PatientSort sort : PatientSort.values()) {
            var request = PageRequest.by(sort).limit(1).counted();
            var first = store.patients(everyFilter, request);
            assertThat(first.items()).hasSize(1);
            assertThat(store.patients(
                                    everyFilter,
                                    PageRequest.by(sort)
                                            .limit(1)
                                            .after(first.next().orElseThrow()))
                            .items())
                    .hasSize(1);
        }
        PaymentFilter ofPatient = PaymentFilter.builder()
                .ofPatient(id(5))
                .amountAtLeast(new BigDecimal("4711"))
                .amountAtMost(new BigDecimal("4711.1"))
                .build();
        for (PaymentSort sort : PaymentSort.values()) {
            assertThat(store.payments(ofPatient, PageRequest.by(sort)).items()).hasSize(1);
            var all = PageRequest.by(sort).limit(1);
            store.payments(
                    PaymentFilter.all(),
                    all.after(store.payments(PaymentFilter.all(), all).next().orElseThrow()));
        }
        assertThat(store.totals(everyFilter).patients()).isPositive();
        assertThat(store.patient(id(5))).isPresent();
        assertThat(store.payment(paymentId(5))).isPresent();
    }

    private static Snapshot snapshot(int patients, String amount) {
        List<PatientData> people = new ArrayList<>();
        List<PaymentData> money = new ArrayList<>();
        for (int i = 1; i <= patients; i++) {
            people.add(patient(i, NAME + i));
            money.add(payment(i, i, i == 1 ? amount : "4711.02"));
        }
        people.add(invalidPatient("invalid " + MARK));
        money.add(ContractTest.payment("unknown " + MARK, "nobody " + MARK, "4711"));
        return Snapshot.builder()
                .patients(Source.of(people))
                .payments(Source.of(money))
                .build();
    }

    private static PatientData patient(int number, String firstName) {
        return PatientData.of(id(number), firstName, NAME + "last", BORN);
    }

    private static PaymentData payment(int number, int patient, String amount) {
        return ContractTest.payment(paymentId(number), id(patient), amount);
    }

    private static String id(int number) {
        return number + MARK;
    }

    private static String paymentId(int number) {
        return MARK + number;
    }
}
