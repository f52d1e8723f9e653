package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payments by their dates. */
class PaidQueryContract extends ContractTest {

    private static final LocalDate MAY = LocalDate.of(2025, 5, 17);
    private static final LocalDate JUNE = LocalDate.of(2025, 6, 1);

    @BeforeEach
    void payments() {
        sync(
                List.of(patient("a"), patient("b")),
                List.of(
                        paid("1", "a", "5", JUNE),
                        paid("2", "b", "4", null),
                        paid("3", "a", "3", MAY),
                        paid("4", "b", "2", JUNE),
                        paid("5", "a", "1", null),
                        paid("6", "a", "6", LocalDate.of(9999, 12, 31)),
                        paid("7", "a", "7", LocalDate.of(1901, 1, 1))));
    }

    @Test
    void boundsAreInclusiveAndLeaveOutPaymentsWithoutADate() {
        assertFound(filter -> filter, "1234567");
        assertFound(filter -> filter.paidFrom(MAY), "1346");
        assertFound(filter -> filter.paidUntil(MAY), "37");
        assertFound(filter -> filter.paidFrom(MAY).paidUntil(JUNE), "134");
        assertFound(filter -> filter.paidFrom(JUNE).paidUntil(JUNE), "14");
        assertFound(filter -> filter.paidFrom(MAY.plusDays(1)).paidUntil(JUNE.minusDays(1)), "");
        assertFound(filter -> filter.paidFrom(JUNE).ofPatient("a"), "16");
        assertFound(filter -> filter.paidFrom(MAY).amountAtMost(new BigDecimal("3")), "34");
        assertFound(filter -> filter.paidFrom(LocalDate.MIN), "13467");
        assertFound(filter -> filter.paidUntil(LocalDate.MAX), "13467");
        assertFound(filter -> filter.paidFrom(LocalDate.MAX), "");
        assertFound(filter -> filter.paidFrom(LocalDate.of(6_000_000, 1, 1)), "");
        assertFound(filter -> filter.paidFrom(LocalDate.of(9999, 12, 31)), "6");
        assertFound(filter -> filter.paidUntil(LocalDate.MIN), "");
    }

    @Test
    void aCursorWithADateThatNoPaymentHasIsRefused() {
        PageRequest<PaymentSort> first = PageRequest.by(PaymentSort.PAID_ON).limit(3);
        String cursor = store.payments(PaymentFilter.all(), first).next().orElseThrow();

        for (String date : List.of("+5874898-01-01", "0000-01-01", "+10000-01-01")) {
            assertThatThrownBy(() ->
                            store.payments(PaymentFilter.all(), first.after(forgedCursor(cursor, Map.of(3, date)))))
                    .as(date)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aLowerBoundAboveTheUpperBoundIsRefused() {
        assertThatThrownBy(() ->
                        PaymentFilter.builder().paidFrom(JUNE).paidUntil(MAY).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lower bound of paid");
    }

    @Test
    void filtersWithOtherDatesDiffer() {
        PaymentFilter may = PaymentFilter.builder().paidFrom(MAY).build();

        assertThat(may)
                .isEqualTo(PaymentFilter.builder().paidFrom(MAY).build())
                .hasSameHashCodeAs(PaymentFilter.builder().paidFrom(MAY).build())
                .isNotEqualTo(PaymentFilter.builder().paidUntil(MAY).build())
                .isNotEqualTo(PaymentFilter.all());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 50})
    void theOrderOfDatesIsTheSameOnPagesOfAnySize(int limit) {
        PaymentFilter dated = PaymentFilter.builder().paidFrom(LocalDate.MIN).build();
        PageRequest<PaymentSort> request = PageRequest.by(PaymentSort.PAID_ON).limit(limit);

        assertThat(all(store, PaymentFilter.all(), request)).isEqualTo("2573146");
        assertThat(all(store, PaymentFilter.all(), request.descending())).isEqualTo("6413752");
        assertThat(all(store, dated, request)).isEqualTo("73146");
        assertThat(all(store, dated, request.descending())).isEqualTo("64137");
        assertThat(all(store, PaymentFilter.ofPatient("a"), request)).isEqualTo("57316");
    }

    @Test
    void numberedPagesFollowTheSameOrder() {
        PageRequest<PaymentSort> request =
                PageRequest.by(PaymentSort.PAID_ON).limit(3).counted();

        Page<Payment> second = store.payments(PaymentFilter.all(), request.page(2));

        assertThat(ids(second)).isEqualTo("314");
        assertThat(second.total()).hasValue(7);
    }

    @Test
    void aCursorIsForItsDatesAndOrderAlone() {
        PageRequest<PaymentSort> request = PageRequest.by(PaymentSort.PAID_ON).limit(1);
        PaymentFilter filter = PaymentFilter.builder().paidFrom(MAY).build();
        String cursor = store.payments(filter, request).next().orElseThrow();

        for (PaymentFilter other : List.of(
                PaymentFilter.all(),
                PaymentFilter.builder().paidUntil(MAY).build(),
                PaymentFilter.builder().paidFrom(JUNE).build())) {
            assertThatThrownBy(() -> store.payments(other, request.after(cursor)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another query");
        }
        for (String date : List.of("", "2025-13-01", "2025-6-1", "17", "x".repeat(1_000))) {
            assertThatThrownBy(() -> store.payments(filter, request.after(forgedCursor(cursor, Map.of(3, date)))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void thePastIsQueriedByItsDates() {
        syncPayments(paid("1", "a", "5", MAY), paid("2", "b", "4", MAY), paid("4", "b", "2", null));
        Mirror before = store.history().asOfRun(1);
        PageRequest<PaymentSort> request = PageRequest.by(PaymentSort.PAID_ON).limit(2);

        assertThat(all(before, PaymentFilter.all(), request)).isEqualTo("2573146");
        assertThat(all(before, PaymentFilter.builder().paidFrom(JUNE).build(), request.descending()))
                .isEqualTo("641");
        assertThat(all(store, PaymentFilter.all(), request)).isEqualTo("412");
        assertThat(all(
                        store,
                        PaymentFilter.builder().includeDeleted().paidFrom(MAY).build(),
                        request))
                .isEqualTo("1236");
    }

    private void assertFound(UnaryOperator<PaymentFilter.Builder> conditions, String expected) {
        PaymentFilter filter = conditions.apply(PaymentFilter.builder()).build();
        assertThat(ids(store.payments(filter, PageRequest.by(PaymentSort.ID)))).isEqualTo(expected);
    }

    private static String all(Mirror mirror, PaymentFilter filter, PageRequest<PaymentSort> first) {
        StringBuilder ids = new StringBuilder();
        PageRequest<PaymentSort> request = first;
        while (true) {
            Page<Payment> page = mirror.payments(filter, request);
            ids.append(ids(page));
            if (page.next().isEmpty()) {
                return ids.toString();
            }
            request = request.after(page.next().get());
        }
    }

    private static String ids(Page<Payment> page) {
        return page.items().stream().map(Payment::externalId).reduce("", String::concat);
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
