package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentTotals;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which patients a filter finds, and the totals of their payments. */
class PatientQueryContract extends ContractTest {

    /** Totals: a 10.0000, b 20.0000, c none, d -5.5000, e 7.1234; f was deleted. */
    @BeforeEach
    void sixPatients() {
        sync(
                List.of(
                        born("a", LocalDate.of(1950, 5, 1)),
                        born("b", LocalDate.of(1980, 1, 31)),
                        born("c", LocalDate.of(2000, 2, 29)),
                        born("d", null),
                        born("e", LocalDate.of(1980, 2, 1)),
                        born("f", LocalDate.of(1980, 1, 31))),
                List.of(
                        payment("1", "a", "4"),
                        payment("2", "a", "6"),
                        payment("3", "b", "20"),
                        payment("4", "d", "-5.5"),
                        payment("5", "e", "7.1234"),
                        payment("6", "f", "10")));
        syncPatients(
                born("a", LocalDate.of(1950, 5, 1)),
                born("b", LocalDate.of(1980, 1, 31)),
                born("c", LocalDate.of(2000, 2, 29)),
                born("d", null),
                born("e", LocalDate.of(1980, 2, 1)));
    }

    @Test
    void anEmptyFilterFindsAllLivePatients() {
        assertFound(filter -> filter, "abcde");
        assertThat(store.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID))
                        .items())
                .hasSize(5);
    }

    @Test
    void patientsAreFoundByTheStoresOwnIds() {
        long a = store.patient("a").orElseThrow().id();
        long e = store.patient("e").orElseThrow().id();
        Patient deleted = store.history().asOfRun(1).patient("f").orElseThrow();

        assertThat(store.patient(e)).isEqualTo(store.patient("e"));
        assertThat(store.patient(deleted.id())).as("a deleted patient").isEmpty();
        assertThat(store.patient(0)).isEmpty();
        assertThat(store.history().asOfRun(1).patient(deleted.id())).contains(deleted);
        assertFound(filter -> filter.ids(List.of(e, a, a)), "ae");
        assertFound(filter -> filter.ids(List.of(a, e)).externalIds(List.of("e", "b")), "e");
        assertFound(filter -> filter.ids(List.of(deleted.id(), 0L, Long.MAX_VALUE, -1L)), "");
        assertFound(filter -> filter.ids(List.of(deleted.id())).includeDeleted(), "f");
        assertFound(filter -> filter.ids(List.of()), "");
        assertThat(store.totals(PatientFilter.builder().ids(List.of(a, e)).build())
                        .sum())
                .isEqualTo("17.1234");
    }

    @Test
    void aFilterAccepts1000IdsAndACursorDependsOnThem() {
        List<Long> ids =
                LongStream.rangeClosed(1, PatientFilter.MAX_IDS + 1L).boxed().toList();
        PatientFilter all = PatientFilter.builder()
                .ids(ids.subList(0, PatientFilter.MAX_IDS))
                .build();
        PatientFilter others = PatientFilter.builder()
                .ids(ids.subList(1, PatientFilter.MAX_IDS))
                .build();
        PageRequest<PatientSort> two = PageRequest.by(PatientSort.ID).limit(2);

        Page<Patient> page = store.patients(all, two);

        assertThat(page.items()).hasSize(2);
        assertThat(store.patients(all, two.after(page.next().orElseThrow())).items())
                .hasSize(2);
        assertThatThrownBy(() -> store.patients(others, two.after(page.next().orElseThrow())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PatientFilter.builder().ids(ids)).isInstanceOf(IllegalArgumentException.class);
        assertThat(all)
                .isNotEqualTo(others)
                .isEqualTo(PatientFilter.builder().ids(ids.subList(0, 1000)).build());
    }

    @Test
    void boundsOfTheTotalAreInclusive() {
        assertFound(filter -> filter.paymentTotalAtLeast(money("10")).paymentTotalAtMost(money("20")), "ab");
        assertFound(filter -> filter.paymentTotalAtLeast(money("10.00000000")), "ab");
        assertFound(filter -> filter.paymentTotalAtLeast(money("20")), "b");
        assertFound(filter -> filter.paymentTotalAtLeast(money("1E+1")).paymentTotalAtMost(money("1E+1")), "a");
        assertFound(filter -> filter.paymentTotalAtMost(money("-5.5")), "d");
    }

    @Test
    void boundsAreNeverRounded() {
        assertFound(filter -> filter.paymentTotalAtLeast(money("10.00001")), "b");
        assertFound(filter -> filter.paymentTotalAtLeast(money("9.99999")), "ab");
        assertFound(filter -> filter.paymentTotalAtMost(money("9.99999")), "cde");
        assertFound(filter -> filter.paymentTotalAtMost(money("10.00001")), "acde");
        assertFound(filter -> filter.paymentTotalAtLeast(money("19.99996")), "b");
        assertFound(filter -> filter.paymentTotalAtLeast(money("20.00004")), "");
        assertFound(filter -> filter.paymentTotalAtMost(money("-5.50000000000001")), "");
        assertFound(filter -> filter.paymentTotalAtLeast(money("7.1234")).paymentTotalAtMost(money("7.1234")), "e");
        assertFound(
                filter -> filter.paymentTotalAtLeast(money("0.00000000000000000000000000000000000000000001")), "abe");
    }

    @Test
    void boundsMayBeBeyondEveryTotal() {
        String huge = "9".repeat(50);
        assertFound(filter -> filter.paymentTotalAtMost(money(huge)), "abcde");
        assertFound(filter -> filter.paymentTotalAtLeast(money("-" + huge)), "abcde");
        assertFound(filter -> filter.paymentTotalAtLeast(money(huge)), "");
        assertFound(filter -> filter.paymentTotalAtLeast(money("9".repeat(60))), "");
        assertThatThrownBy(() -> PatientFilter.builder().paymentTotalAtLeast(money("1e999999999")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PatientFilter.builder().paymentTotalAtMost(money("1e-999999999")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutPaymentsTheTotalIsZero() {
        assertFound(filter -> filter.paymentTotalAtMost(money("5")), "cd");
        assertFound(filter -> filter.paymentTotalAtMost(money("0")).paymentTotalAtLeast(money("0")), "c");
    }

    @Test
    void patientsAreFoundByNumberOfPayments() {
        assertFound(filter -> filter.paymentCountAtLeast(2), "a");
        assertFound(filter -> filter.paymentCountAtMost(0), "c");
        assertFound(filter -> filter.paymentCountAtLeast(1).paymentCountAtMost(1), "bde");
        assertFound(filter -> filter.paymentCountAtMost(Long.MAX_VALUE).paymentCountAtLeast(Long.MIN_VALUE), "abcde");
    }

    @Test
    void patientsAreFoundByBirthDate() {
        LocalDate january = LocalDate.of(1980, 1, 31);
        assertFound(filter -> filter.bornFrom(january), "bce");
        assertFound(filter -> filter.bornUntil(january), "ab");
        assertFound(filter -> filter.bornFrom(january).bornUntil(january), "b");
        assertFound(filter -> filter.bornFrom(january.plusDays(1)).bornUntil(january.plusDays(1)), "e");
        assertFound(filter -> filter.bornFrom(LocalDate.MIN), "abce");
        assertFound(filter -> filter.bornUntil(LocalDate.MAX), "abce");
        assertFound(filter -> filter.bornFrom(LocalDate.MAX), "");
        assertFound(filter -> filter.bornUntil(LocalDate.MIN), "");
    }

    @Test
    void patientsAreFoundByExternalIds() {
        assertFound(filter -> filter.externalIds(List.of("c", "a", "unknown", "a")), "ac");
        assertFound(filter -> filter.externalIds(List.of()), "");
        assertFound(filter -> filter.externalIds(List.of("A", "a ", "", "f", "b\u0000", "\uD800b")), "");
        assertFound(filter -> filter.externalIds(List.of("f", "b")).includeDeleted(), "bf");
        assertFound(filter -> filter.externalIds(List.of("a", "e")).paymentTotalAtLeast(money("10")), "a");
    }

    @Test
    void aFilterHasAtMostAsManyIdsAsAPage() {
        List<String> ids = IntStream.range(0, PatientFilter.MAX_IDS)
                .mapToObj(i -> i == 7 ? "e" : "x" + i)
                .toList();
        assertFound(filter -> filter.externalIds(ids), "e");

        List<String> oneMore = Stream.concat(ids.stream(), Stream.of("a")).toList();
        assertThatThrownBy(() -> PatientFilter.builder().externalIds(oneMore))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000");
    }

    @Test
    void conditionsAreCombinedWithAnd() {
        assertFound(
                filter -> filter.paymentTotalAtLeast(money("0"))
                        .paymentCountAtMost(1)
                        .bornFrom(LocalDate.of(1980, 1, 1)),
                "bce");
    }

    @Test
    void deletedRecordsAreIncludedOnRequest() {
        assertFound(PatientFilter.Builder::includeDeleted, "abcdef");
        Patient deleted = store.patients(
                        PatientFilter.builder().includeDeleted().build(),
                        PageRequest.by(PatientSort.ID).descending().limit(1))
                .items()
                .get(0);
        assertThat(deleted.externalId()).isEqualTo("f");
        assertThat(deleted.deletedAt()).isPresent();
        assertThat(deleted.paymentTotal()).isEqualTo("0.00");
        assertThat(deleted.paymentCount()).isZero();
    }

    @Test
    void aLowerBoundAboveTheUpperIsRejected() {
        List<UnaryOperator<PatientFilter.Builder>> crossed = List.of(
                filter -> filter.paymentTotalAtLeast(money("1.0001")).paymentTotalAtMost(money("1")),
                filter -> filter.paymentCountAtLeast(2).paymentCountAtMost(1),
                filter -> filter.bornFrom(LocalDate.of(2000, 1, 2)).bornUntil(LocalDate.of(2000, 1, 1)));
        crossed.forEach(bounds -> assertThatThrownBy(
                        () -> bounds.apply(PatientFilter.builder()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lower bound"));
        assertFound(filter -> filter.paymentTotalAtLeast(money("10.0")).paymentTotalAtMost(money("10.00")), "a");
    }

    @Test
    void onePatientIsFoundByItsId() {
        assertThat(store.patient("a").orElseThrow().paymentTotal()).isEqualTo(new BigDecimal("10.00"));
        assertThat(store.patient("a").orElseThrow().paymentCount()).isEqualTo(2);
        assertThat(store.patient("e").orElseThrow().paymentTotal()).isEqualTo(new BigDecimal("7.1234"));
        assertThat(store.patient("d").orElseThrow().paymentTotal()).isEqualTo(new BigDecimal("-5.50"));
        for (String id :
                List.of("f", "unknown", "A", "a ", "", "\u0000", "a\u0000", "\uD800", "\uDC00a", "x".repeat(9_999))) {
            assertThat(store.patient(id)).isEmpty();
        }
    }

    @Test
    void patientsArePrintedWithoutNames() {
        Patient patient = store.patient("a").orElseThrow();
        assertThat(patient.toString())
                .contains("externalId=a")
                .doesNotContain("Marker")
                .doesNotContain("1950");
        PatientData data = born("a", LocalDate.of(1950, 5, 1));
        assertThat(data.toString()).contains("a").doesNotContain("Marker").doesNotContain("1950");
        PatientFilter filter = PatientFilter.builder()
                .nameStartsWith("Marker")
                .externalIds(List.of("a", "b", "c"))
                .build();
        assertThat(filter.toString()).doesNotContain("Marker");
        assertThat(store.patients(filter, PageRequest.by(PatientSort.NAME).limit(2))
                        .toString())
                .doesNotContain("Marker");
        assertThat(patient).isEqualTo(store.patient("a").orElseThrow());
    }

    @Test
    void totalsOfAFilter() {
        PaymentTotals totals = store.totals(PatientFilter.all());
        assertThat(totals.patients()).isEqualTo(5);
        assertThat(totals.payments()).isEqualTo(5);
        assertThat(totals.sum()).isEqualTo(new BigDecimal("31.6234"));
        assertThat(totals.min()).contains(new BigDecimal("-5.50"));
        assertThat(totals.max()).contains(new BigDecimal("20.00"));
        assertThat(totals.mean()).contains(new BigDecimal("6.3247")); // 6.32468

        PaymentTotals some = store.totals(PatientFilter.builder()
                .paymentTotalAtLeast(money("10"))
                .paymentTotalAtMost(money("20"))
                .build());
        assertThat(some.patients()).isEqualTo(2);
        assertThat(some.payments()).isEqualTo(3);
        assertThat(some.sum()).isEqualTo(new BigDecimal("30.00"));
        assertThat(some.min()).contains(new BigDecimal("4.00"));
        assertThat(some.mean()).contains(new BigDecimal("10.0000"));
    }

    @Test
    void theMeanIsRoundedHalfToEven() {
        syncPayments(payment("1", "a", "0.0001"), payment("2", "a", "0.0002")); // 0.00015
        assertThat(store.totals(PatientFilter.all()).mean()).contains(new BigDecimal("0.0002"));
        syncPayments(payment("1", "a", "0.0002"), payment("2", "a", "0.0003")); // 0.00025
        assertThat(store.totals(PatientFilter.all()).mean()).contains(new BigDecimal("0.0002"));
        syncPayments(payment("1", "a", "-0.0003"), payment("2", "a", "0"));
        assertThat(store.totals(PatientFilter.all()).mean()).contains(new BigDecimal("-0.0002"));
    }

    @Test
    void theMeanOfNoPaymentsIsEmpty() {
        for (PaymentTotals totals : List.of(
                store.totals(PatientFilter.builder().paymentCountAtMost(0).build()),
                store.totals(PatientFilter.builder().nameStartsWith("nobody").build()))) {
            assertThat(totals.payments()).isZero();
            assertThat(totals.sum()).isEqualTo(new BigDecimal("0.00"));
            assertThat(totals.min()).isEmpty();
            assertThat(totals.max()).isEmpty();
            assertThat(totals.mean()).isEmpty();
        }
        assertThat(store.totals(PatientFilter.builder().includeDeleted().build())
                        .patients())
                .isEqualTo(6);
        assertThat(store.totals(PatientFilter.builder().includeDeleted().build())
                        .payments())
                .isEqualTo(5);
    }

    private void assertFound(UnaryOperator<PatientFilter.Builder> conditions, String expected) {
        PatientFilter filter = conditions.apply(PatientFilter.builder()).build();
        assertThat(store.patients(filter, PageRequest.by(PatientSort.ID)).items().stream()
                        .map(Patient::externalId)
                        .reduce("", String::concat))
                .isEqualTo(expected);
        assertThat(store.totals(filter).patients()).isEqualTo(expected.length());
    }

    private static BigDecimal money(String text) {
        return new BigDecimal(text);
    }

    private static PatientData born(String externalId, @org.jspecify.annotations.Nullable LocalDate date) {
        return PatientData.builder()
                .externalId(externalId)
                .firstName("Marker")
                .lastName("Markerson")
                .dateOfBirth(date)
                .build();
    }
}
