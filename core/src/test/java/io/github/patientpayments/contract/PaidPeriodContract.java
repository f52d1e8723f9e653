package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.query.PeriodTotals.Length;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patients by what they have paid within a period. */
class PaidPeriodContract extends ContractTest {

    private static final LocalDate NEW_YEAR = LocalDate.of(2025, 1, 1);
    private static final LocalDate END = LocalDate.of(2025, 12, 31);

    /** In 2025, a has paid 15 twice, b 10, c nothing but in other years, d nothing at all. */
    @BeforeEach
    void payments() {
        sync(
                List.of(patient("a"), patient("b"), patient("c"), patient("d")),
                List.of(
                        paid("1", "a", "20", NEW_YEAR),
                        paid("2", "a", "-5", END),
                        paid("3", "a", "100", null),
                        paid("4", "b", "10", LocalDate.of(2025, 6, 1)),
                        paid("5", "b", "7", NEW_YEAR.minusDays(1)),
                        paid("6", "c", "3", END.plusDays(1)),
                        paid("7", "c", "4", null)));
    }

    @Test
    void onlyPaymentsOfThePeriodCount() {
        assertFound(filter -> filter.paymentTotalAtLeast(money("10")).paymentTotalAtMost(money("20")), "ab");
        assertFound(filter -> filter.paymentTotalAtMost(money("0")), "cd");
        assertFound(filter -> filter.paymentTotalAtLeast(money("10.0001")), "a");
        assertFound(filter -> filter.paymentCountAtLeast(2), "a");
        assertFound(filter -> filter.paymentCountAtMost(0), "cd");
        assertFound(filter -> filter, "abcd");
        assertFound(filter -> filter.externalIds(List.of("b", "c")).paymentTotalAtLeast(money("1")), "b");
        assertFound(filter -> filter.nameStartsWith("firsta").paymentTotalAtLeast(money("1")), "a");
    }

    @Test
    void aPeriodMayBeOpen() {
        PatientFilter.Builder from = PatientFilter.builder().paidFrom(NEW_YEAR).paymentTotalAtLeast(money("3"));
        PatientFilter.Builder until = PatientFilter.builder().paidUntil(END).paymentTotalAtLeast(money("15"));

        assertThat(found(store, from.build(), PatientSort.ID)).isEqualTo("abc");
        assertThat(found(store, until.build(), PatientSort.ID)).isEqualTo("ab");
        assertThat(found(store, from.paidFrom(LocalDate.MIN).build(), PatientSort.ID))
                .isEqualTo("abc");
        assertThat(found(store, until.paidUntil(LocalDate.MAX).build(), PatientSort.ID))
                .isEqualTo("ab");
        assertThatThrownBy(() -> PatientFilter.builder()
                        .paidFrom(END)
                        .paidUntil(NEW_YEAR)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lower bound of paid");
    }

    /** In whatever way the totals are computed. */
    @Test
    void aPatientShowsTheTotalOfThePeriod() {
        for (PatientSort sort : PatientSort.values()) {
            assertThat(store.patients(in2025().build(), PageRequest.by(sort)).items())
                    .extracting(Patient::externalId, Patient::paymentTotal, Patient::paymentCount)
                    .as("%s", sort)
                    .hasToString(
                            sort == PatientSort.PAYMENT_TOTAL
                                    ? "[(\"c\", 0.00, 0L), (\"d\", 0.00, 0L), (\"b\", 10.00, 1L), (\"a\", 15.00, 2L)]"
                                    : "[(\"a\", 15.00, 2L), (\"b\", 10.00, 1L), (\"c\", 0.00, 0L), (\"d\", 0.00, 0L)]");
        }
        assertThat(store.patient("a").orElseThrow().paymentTotal()).isEqualTo("115.00");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 50})
    void pagesOfAnySizeFollowTheTotalOfThePeriod(int limit) {
        PageRequest<PatientSort> request =
                PageRequest.by(PatientSort.PAYMENT_TOTAL).limit(limit);

        assertThat(all(store, in2025().build(), request)).isEqualTo("cdba");
        assertThat(all(store, in2025().build(), request.descending())).isEqualTo("abdc");
        assertThat(store.patients(in2025().build(), request.counted()).total()).hasValue(4);
        assertThat(all(store, in2025().build(), PageRequest.by(PatientSort.NAME).limit(limit)))
                .isEqualTo("abcd");
    }

    @Test
    void aCursorIsForItsPeriodAlone() {
        PageRequest<PatientSort> request =
                PageRequest.by(PatientSort.PAYMENT_TOTAL).limit(1);
        String cursor = store.patients(in2025().build(), request).next().orElseThrow();

        for (PatientFilter other : List.of(
                PatientFilter.all(),
                in2025().paidFrom(NEW_YEAR.plusDays(1)).build(),
                in2025().paidUntil(END.plusDays(1)).build())) {
            assertThat(other).isNotEqualTo(in2025().build());
            assertThatThrownBy(() -> store.patients(other, request.after(cursor)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another query");
        }
    }

    @Test
    void totalsAreThoseOfThePeriod() {
        assertThat(totals(store, in2025())).isEqualTo("4 patients, 3 payments: 25.00, -5.00 to 20.00");
        assertThat(totals(store, in2025().paymentTotalAtLeast(money("1"))))
                .isEqualTo("2 patients, 3 payments: 25.00, -5.00 to 20.00");
        assertThat(totals(store, in2025().externalIds(List.of("b", "c"))))
                .isEqualTo("2 patients, 1 payments: 10.00, 10.00 to 10.00");
        assertThat(totals(store, in2025().externalIds(List.of("c")))).isEqualTo("1 patients, 0 payments: 0.00,  to ");
        assertThat(totals(store, PatientFilter.builder())).isEqualTo("4 patients, 7 payments: 139.00, -5.00 to 100.00");
    }

    @Test
    void thePastHasPeriodsToo() {
        sync(
                List.of(patient("a"), patient("b"), patient("d")),
                List.of(
                        paid("1", "b", "20", NEW_YEAR),
                        paid("2", "a", "-5", null),
                        paid("4", "b", "11", LocalDate.of(2025, 6, 1))));
        Mirror before = store.history().asOfRun(1);

        assertThat(all(
                        before,
                        in2025().build(),
                        PageRequest.by(PatientSort.PAYMENT_TOTAL).limit(2)))
                .isEqualTo("cdba");
        assertThat(found(before, in2025().paymentTotalAtLeast(money("10")).build(), PatientSort.ID))
                .isEqualTo("ab");
        assertThat(before.patients(in2025().build(), PageRequest.by(PatientSort.ID))
                        .items())
                .extracting(Patient::paymentTotal)
                .hasToString("[15.00, 10.00, 0.00, 0.00]");
        assertThat(totals(before, in2025())).isEqualTo("4 patients, 3 payments: 25.00, -5.00 to 20.00");
        assertThat(totals(store, in2025())).isEqualTo("3 patients, 2 payments: 31.00, 11.00 to 20.00");
    }

    @Test
    void deletedPatientsHavePaidNothing() {
        sync(List.of(patient("a"), patient("c")), List.of(paid("1", "a", "20", NEW_YEAR)));

        PatientFilter filter = in2025().includeDeleted().build();

        assertThat(all(store, filter, PageRequest.by(PatientSort.PAYMENT_TOTAL).limit(1)))
                .isEqualTo("bcda");
        assertThat(store.totals(filter).patients()).isEqualTo(4);
        assertThat(store.totals(filter).sum()).isEqualTo("20.00");
    }

    @Test
    void totalsOfMonthsQuartersAndYears() {
        assertThat(periods(store, PatientFilter.all(), Length.MONTH))
                .containsExactly(
                        "2024-12-01 to 2024-12-31: 1 patients, 1 payments: 7.00, 7.00 to 7.00",
                        "2025-01-01 to 2025-01-31: 1 patients, 1 payments: 20.00, 20.00 to 20.00",
                        "2025-06-01 to 2025-06-30: 1 patients, 1 payments: 10.00, 10.00 to 10.00",
                        "2025-12-01 to 2025-12-31: 1 patients, 1 payments: -5.00, -5.00 to -5.00",
                        "2026-01-01 to 2026-01-31: 1 patients, 1 payments: 3.00, 3.00 to 3.00",
                        "no date: 2 patients, 2 payments: 104.00, 4.00 to 100.00");
        assertThat(periods(store, PatientFilter.all(), Length.QUARTER))
                .containsExactly(
                        "2024-10-01 to 2024-12-31: 1 patients, 1 payments: 7.00, 7.00 to 7.00",
                        "2025-01-01 to 2025-03-31: 1 patients, 1 payments: 20.00, 20.00 to 20.00",
                        "2025-04-01 to 2025-06-30: 1 patients, 1 payments: 10.00, 10.00 to 10.00",
                        "2025-10-01 to 2025-12-31: 1 patients, 1 payments: -5.00, -5.00 to -5.00",
                        "2026-01-01 to 2026-03-31: 1 patients, 1 payments: 3.00, 3.00 to 3.00",
                        "no date: 2 patients, 2 payments: 104.00, 4.00 to 100.00");
        assertThat(periods(store, in2025().build(), Length.YEAR))
                .containsExactly("2025-01-01 to 2025-12-31: 2 patients, 3 payments: 25.00, -5.00 to 20.00");
        assertThat(store.totalsByPeriod(PatientFilter.all(), Length.YEAR).get(0))
                .hasToString("PeriodTotals[from=2024-01-01, until=2024-12-31]");
    }

    @Test
    void onlyTheMatchingPatientsCountInPeriods() {
        assertThat(periods(store, in2025().paymentTotalAtMost(money("14")).build(), Length.YEAR))
                .containsExactly("2025-01-01 to 2025-12-31: 1 patients, 1 payments: 10.00, 10.00 to 10.00");
        assertThat(periods(
                        store, PatientFilter.builder().externalIds(List.of("c")).build(), Length.YEAR))
                .containsExactly(
                        "2026-01-01 to 2026-12-31: 1 patients, 1 payments: 3.00, 3.00 to 3.00",
                        "no date: 1 patients, 1 payments: 4.00, 4.00 to 4.00");
        assertThat(periods(
                        store,
                        PatientFilter.builder()
                                .paymentTotalAtLeast(money("100"))
                                .build(),
                        Length.YEAR))
                .containsExactly(
                        "2025-01-01 to 2025-12-31: 1 patients, 2 payments: 15.00, -5.00 to 20.00",
                        "no date: 1 patients, 1 payments: 100.00, 100.00 to 100.00");
        assertThat(periods(
                        store, PatientFilter.builder().externalIds(List.of("d")).build(), Length.YEAR))
                .isEmpty();
    }

    @Test
    void periodsOfThePastAndOfDeletedPatients() {
        sync(List.of(patient("b")), List.of(paid("4", "b", "11", LocalDate.of(9999, 12, 31))));
        PatientFilter withDeleted = PatientFilter.builder().includeDeleted().build();

        for (PatientFilter filter : List.of(PatientFilter.all(), withDeleted)) {
            assertThat(periods(store, filter, Length.MONTH))
                    .containsExactly("9999-12-01 to 9999-12-31: 1 patients, 1 payments: 11.00, 11.00 to 11.00");
        }
        assertThat(periods(store.history().asOfRun(1), in2025().build(), Length.YEAR))
                .containsExactly("2025-01-01 to 2025-12-31: 2 patients, 3 payments: 25.00, -5.00 to 20.00");
        assertThat(periods(
                        store.history().asOfRun(1),
                        in2025().paymentTotalAtLeast(money("11"))
                                .nameStartsWith("last")
                                .build(),
                        Length.YEAR))
                .containsExactly("2025-01-01 to 2025-12-31: 1 patients, 2 payments: 15.00, -5.00 to 20.00");
    }

    private static List<String> periods(Mirror mirror, PatientFilter filter, Length length) {
        return mirror.totalsByPeriod(filter, length).stream()
                .map(period -> period.from()
                                .map(from -> from + " to " + period.until().orElseThrow())
                                .orElse("no date") + ": " + text(period.totals()))
                .toList();
    }

    private void assertFound(UnaryOperator<PatientFilter.Builder> conditions, String expected) {
        PatientFilter filter = conditions.apply(in2025()).build();
        assertThat(found(store, filter, PatientSort.ID)).isEqualTo(expected);
        assertThat(store.totals(filter).patients()).isEqualTo(expected.length());
    }

    private static PatientFilter.Builder in2025() {
        return PatientFilter.builder().paidFrom(NEW_YEAR).paidUntil(END);
    }

    private static String found(Mirror mirror, PatientFilter filter, PatientSort sort) {
        return ids(mirror.patients(filter, PageRequest.by(sort)));
    }

    private static String all(Mirror mirror, PatientFilter filter, PageRequest<PatientSort> first) {
        return first.stream(request -> mirror.patients(filter, request))
                .map(Patient::externalId)
                .reduce("", String::concat);
    }

    private static String ids(Page<Patient> page) {
        return page.items().stream().map(Patient::externalId).reduce("", String::concat);
    }

    private static String totals(Mirror mirror, PatientFilter.Builder filter) {
        return text(mirror.totals(filter.build()));
    }

    private static String text(PaymentTotals totals) {
        return totals.patients() + " patients, " + totals.payments() + " payments: " + totals.sum() + ", "
                + totals.min().map(BigDecimal::toString).orElse("") + " to "
                + totals.max().map(BigDecimal::toString).orElse("");
    }

    private static BigDecimal money(String text) {
        return new BigDecimal(text);
    }

    private static PaymentData paid(String externalId, String patient, String amount, @Nullable LocalDate paidOn) {
        return PaymentData.builder()
                .externalId(externalId)
                .patientExternalId(patient)
                .amount(new BigDecimal(amount))
                .paidOn(paidOn)
                .build();
    }
}
