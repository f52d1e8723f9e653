package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.Payment;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries of payments and of runs. */
class PaymentQueryContract extends ContractTest {

    private SyncReport first;
    private SyncReport second;

    /** Payment 5 was deleted. */
    @BeforeEach
    void fivePayments() {
        first = sync(
                List.of(patient("a"), patient("b"), patient("c")),
                List.of(
                        payment("1", "a", "7.1"),
                        payment("2", "b", "7.1234"),
                        payment("3", "a", "-3"),
                        payment("4", "b", "999999999999999.9999"),
                        payment("5", "a", "7.1")));
        second = syncPayments(
                payment("1", "a", "7.1"),
                payment("2", "b", "7.1234"),
                payment("3", "a", "-3"),
                payment("4", "b", "999999999999999.9999"));
    }

    @Test
    void paymentsAreFoundByPatient() {
        assertFound(filter -> filter, "1234");
        assertFound(filter -> filter.ofPatient("a"), "13");
        assertFound(filter -> filter.ofPatient("c"), "");
        for (String nobody : List.of("unknown", "A", "", "\u0000", "a\u0000", "\uD800", "\uDC00")) {
            assertFound(filter -> filter.ofPatient(nobody), "");
        }
        assertThat(store.payments(PaymentFilter.ofPatient("b"), PageRequest.by(PaymentSort.ID))
                        .items())
                .allMatch(payment -> payment.patientExternalId().equals("b"))
                .hasSize(2);
    }

    @Test
    void boundsOfTheAmountAreInclusiveAndNeverRounded() {
        assertFound(filter -> filter.amountAtLeast(money("7.1")), "124");
        assertFound(filter -> filter.amountAtLeast(money("7.10001")), "24");
        assertFound(filter -> filter.amountAtLeast(money("7.12344")), "4");
        assertFound(filter -> filter.amountAtMost(money("7.12336")), "13");
        assertFound(filter -> filter.amountAtMost(money("7.1000")), "13");
        assertFound(filter -> filter.amountAtMost(money("-3")), "3");
        assertFound(filter -> filter.amountAtLeast(money("999999999999999.9999")), "4");
        assertFound(filter -> filter.amountAtLeast(money("999999999999999.99991")), "");
        assertFound(filter -> filter.amountAtMost(money("9".repeat(40))), "1234");
        assertFound(filter -> filter.ofPatient("a").amountAtLeast(money("0")), "1");
        assertThatThrownBy(() -> PaymentFilter.builder()
                        .amountAtLeast(money("1.01"))
                        .amountAtMost(money("1"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PaymentFilter.builder().amountAtLeast(money("1e999999999")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deletedRecordsAreIncludedOnRequest() {
        assertFound(PaymentFilter.Builder::includeDeleted, "12345");
        assertFound(filter -> filter.ofPatient("a").includeDeleted(), "135");
        Payment deleted = store.payments(
                        PaymentFilter.builder().includeDeleted().build(),
                        PageRequest.by(PaymentSort.ID).descending())
                .items()
                .get(0);
        assertThat(deleted.deletedAt()).contains(second.time());
        assertThat(deleted.createdAt()).isEqualTo(first.time());
    }

    @Test
    void onePaymentIsFoundByItsId() {
        Payment payment = store.payment("1").orElseThrow();
        assertThat(payment.amount()).isEqualTo(new BigDecimal("7.10"));
        assertThat(payment.patientExternalId()).isEqualTo("a");
        assertThat(payment.createdAt()).isEqualTo(first.time()).isEqualTo(payment.updatedAt());
        assertThat(payment.deletedAt()).isEmpty();
        assertThat(payment.toString())
                .contains("externalId=1", "patientExternalId=a")
                .doesNotContain("7.1");
        assertThat(store.payment("2").orElseThrow().amount()).isEqualTo(new BigDecimal("7.1234"));
        assertThat(store.payment("3").orElseThrow().amount()).isEqualTo(new BigDecimal("-3.00"));
        assertThat(store.payment("4").orElseThrow().amount()).isEqualTo(new BigDecimal("999999999999999.9999"));
        for (String id :
                List.of("5", "unknown", " 1", "", "\u0000", "1\u0000", "\uD800", "\uDC001", "x".repeat(9_999))) {
            assertThat(store.payment(id)).isEmpty();
        }
    }

    @Test
    void runsAreLoggedTheNewestFirst() {
        SyncReport third = syncPatients(patient("a"), patient("b"), invalidPatient("c"));

        List<SyncRun> runs = store.syncRuns(10);

        assertThat(runs).extracting(SyncRun::number).containsExactly(3L, 2L, 1L);
        assertThat(runs)
                .extracting(SyncRun::status)
                .containsExactly(SyncRun.Status.UNCHANGED, SyncRun.Status.APPLIED, SyncRun.Status.APPLIED);
        assertThat(runs)
                .extracting(SyncRun::attempt)
                .containsExactly(third.attempt(), second.attempt(), first.attempt());
        assertThat(runs.get(0).patients()).isEqualTo(third.patients());
        assertThat(runs.get(0).payments().isFullSet()).isFalse();
        assertThat(runs.get(1).payments()).isEqualTo(second.payments());
        assertThat(runs.get(2).time()).isEqualTo(first.time());
        assertThat(runs.get(2).duration()).isEqualTo(first.duration());
        assertThat(store.syncRuns(1)).extracting(SyncRun::number).containsExactly(3L);
    }

    @Test
    void aRunIsFoundByItsAttempt() {
        assertThat(store.syncRun(first.attempt()).orElseThrow().number()).isEqualTo(1);
        assertThat(store.syncRun(second.attempt()).orElseThrow().payments().deleted())
                .isEqualTo(1);
        assertThat(store.syncRun(new UUID(0, 0))).isEmpty();
        assertThat(store.syncRun(second.number()).orElseThrow().attempt()).isEqualTo(second.attempt());
        assertThat(store.syncRun(99)).isEmpty();
    }

    @Test
    void aRunWithoutRejectionsHasNone() {
        assertThat(store.rejections(first.number(), PageRequest.first().counted())
                        .total())
                .hasValue(0);
    }

    @Test
    void aPaymentNamesItsPatientByTheStoresOwnIdAndIsFoundByItsOwn() {
        for (Payment payment : store.payments(PaymentFilter.all(), PageRequest.by(PaymentSort.ID))
                .items()) {
            assertThat(store.payment(payment.id())).contains(payment);
            assertThat(store.patient(payment.patientId()).orElseThrow().externalId())
                    .isEqualTo(payment.patientExternalId());
            assertThat(store.history().asOfRun(second.number()).payment(payment.id()))
                    .contains(payment);
        }
        PaymentFilter everything = PaymentFilter.builder().includeDeleted().build();
        assertThat(store.payments(everything, PageRequest.by(PaymentSort.ID)).items())
                .filteredOn(payment -> payment.deletedAt().isPresent())
                .isNotEmpty()
                .allSatisfy(payment -> assertThat(store.payment(payment.id())).isEmpty());
    }

    private void assertFound(UnaryOperator<PaymentFilter.Builder> conditions, String expected) {
        PaymentFilter filter = conditions.apply(PaymentFilter.builder()).build();
        assertThat(store.payments(filter, PageRequest.by(PaymentSort.ID)).items().stream()
                        .map(Payment::externalId)
                        .reduce("", String::concat))
                .isEqualTo(expected);
    }

    private static BigDecimal money(String text) {
        return new BigDecimal(text);
    }
}
