package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much money may be lost at once: 20 % of the absolute amounts, if at least 5 payments are affected. */
class MoneyGuardContract extends GuardedContractTest {

    /** See {@link ChangeGuardContract}. */
    private static final Guard GUARD = Guard.defaults().lift(Reason.CHANGES);

    @BeforeEach
    void allowChanges() {
        store = guarded(GUARD);
    }

    @Test
    void anyChangeIsTooMuchIfNoMoneyIsLive() {
        store = guarded(Guard.defaults());
        store.sync(of(payments(1, 5, "1", "0")));

        SnapshotRefusedException refused = refusal(of(payments(1, 5, "1", "10")));

        assertThat(reasons(refused)).containsExactly(Reason.CHANGES);
        assertThat(refused)
                .hasMessageContaining("50.00 of 0.00 of live money would be the difference made by 5 payments (allowed:"
                        + " up to 20 %, or fewer than 5)");
    }

    @Test
    void oneLargePaymentMayBeDeleted() {
        store.sync(of(payments(1, 29, "1", "0.01"), payments(30, 30, "1", "1000000")));

        SyncReport report = store.sync(of(payments(1, 29, "1", "0.01")));

        assertThat(report.payments().deleted()).isEqualTo(1);
    }

    @Test
    void fourDeletedPaymentsMayBeNearlyAllMoneyAndFiveMayNot() {
        store.sync(of(payments(1, 25, "1", "0.01"), payments(26, 30, "1", "1000")));

        SnapshotRefusedException refused =
                refusal(of(payments(1, 24, "1", "0.01"), payments(27, 28, "1", "0.01"), payments(30, 30, "1", "1000")));
        SyncReport report = store.sync(
                of(payments(1, 25, "1", "0.01"), payments(27, 28, "1", "0.01"), payments(30, 30, "1", "1000")));

        assertThat(reasons(refused)).containsExactly(Reason.DELETIONS);
        assertThat(refused).hasMessageContaining("3999.99 of 5000.25 of live money would go with 5 payments (80 %;");
        assertThat(report.payments().updated()).isEqualTo(2);
        assertThat(report.payments().deleted()).isEqualTo(2);
    }

    /** Thirty payments add up to 100, and five of them are deleted. */
    @ParameterizedTest
    @CsvSource({"4,3.2,false", "4.0001,3.1999,true", "-4,3.2,false", "-4.0001,3.1999,true", "4,-3.2,false"})
    void aFifthOfTheMoneyMayGoAndNotATenThousandthMore(String going, String staying, boolean refused) {
        store.sync(of(payments(1, 25, "1", staying), payments(26, 30, "1", going)));
        Snapshot rest = of(payments(1, 25, "1", staying));

        if (refused) {
            assertRefused(rest, Reason.DELETIONS);
        } else {
            assertThat(store.sync(rest).payments().deleted()).isEqualTo(5);
        }
    }

    @Test
    void refundsCountByTheirAbsoluteAmount() {
        store.sync(of(payments(1, 20, "1", "5"), payments(21, 30, "1", "-10")));

        SnapshotRefusedException refused = refusal(of(payments(1, 20, "1", "5"), payments(26, 30, "1", "-10")));

        assertThat(refused).hasMessageContaining("50.00 of 200.00 of live money would go with 5 payments (25 %;");
    }

    @Test
    void reducedAmountsCountByTheirDifference() {
        store.sync(of(payments(1, 30, "1", "10")));

        assertThat(store.sync(of(payments(1, 30, "1", "8"))).payments().updated())
                .isEqualTo(30);
        assertThat(refusal(of(payments(1, 30, "1", "6.3999"))))
                .hasMessageContaining("48.003 of 240.00 of live money would go with 30 payments");
    }

    @Test
    void increasedAndNewPaymentsDoNotOffsetDeletions() {
        store.sync(of(payments(1, 30, "1", "10")));

        assertRefused(
                of(payments(1, 5, "1", "-2"), payments(6, 10, "1", "3.9"), payments(11, 60, "1", "99")),
                Reason.DELETIONS);
        assertThat(store.sync(of(payments(1, 10, "1", "4"), payments(11, 60, "1", "99")))
                        .payments()
                        .updated())
                .isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0001", "-10", "-99", "999999999999999"})
    void increasedAmountsAndChangedSignsDoNotCount(String amount) {
        store.sync(of(payments(1, 30, "1", "10")));

        assertThat(store.sync(of(payments(1, 30, "1", amount))).payments().updated())
                .isEqualTo(30);
    }

    @Test
    void aChangedSignWithAReducedAmountCountsByTheDifference() {
        store.sync(of(payments(1, 30, "1", "10")));

        assertRefused(of(payments(1, 30, "1", "-7.9")), Reason.DELETIONS);
        assertThat(store.sync(of(payments(1, 30, "1", "-8"))).payments().updated())
                .isEqualTo(30);
    }

    @Test
    void movedPaymentsDoNotCount() {
        store.sync(of(payments(1, 30, "1", "10")));

        assertThat(store.sync(of(payments(1, 30, "2", "10"))).payments().updated())
                .isEqualTo(30);
        assertRefused(of(payments(1, 30, "1", "7.9")), Reason.DELETIONS);
    }

    @Test
    void restoredPaymentsWereNotLive() {
        store = guarded(Guard.defaults().lift(Reason.values()));
        store.sync(of(payments(1, 60, "1", "10")));
        store.sync(of(payments(1, 30, "1", "10")));
        store = guarded(GUARD);

        assertRefused(of(payments(1, 30, "1", "7.9"), payments(31, 60, "1", "1")), Reason.DELETIONS);
        assertThat(store.sync(of(payments(1, 30, "1", "10"), payments(31, 60, "1", "0.01")))
                        .payments()
                        .restored())
                .isEqualTo(30);
    }

    @Test
    void moneyOfCascadedPaymentsCounts() {
        store.sync(of(payments(1, 30, "1", "1"), payments(31, 35, "2", "10")));

        SnapshotRefusedException refused = refusal(patientsOnly(patients(1, 1)));

        assertThat(reasons(refused)).containsExactly(Reason.DELETIONS);
        assertThat(refused).hasMessageContaining("50.00 of 80.00 of live money would go with 5 payments (62.5 %;");
    }

    @Test
    void moneyAssignedToAnErasedPatientCounts() {
        store = store(builder -> builder.guard(Guard.defaults()).erasureKey(new byte[32]));
        store.sync(of(payments(1, 30, "1", "1"), payments(31, 36, "1", "10")));
        store.erase("2");

        assertThat(refusal(of(payments(1, 30, "1", "1"), payments(31, 36, "2", "10"))))
                .hasMessageContaining("60.00 of 90.00 of live money would go with 6 payments");
    }

    @Test
    void deltasAreGuardedToo() {
        store.sync(of(payments(1, 30, "1", "1"), payments(31, 35, "1", "10")));

        assertRefused(
                delta(
                        List.of(),
                        IntStream.rangeClosed(31, 35)
                                .mapToObj(i -> PaymentData.deletion("" + i))
                                .toList()),
                Reason.DELETIONS);
        assertRefused(delta(List.of(), payments(31, 35, "1", "1")), Reason.DELETIONS);
        assertThat(store.sync(delta(List.of(), payments(31, 35, "1", "9")))
                        .payments()
                        .updated())
                .isEqualTo(5);
    }

    @Test
    void theLimitOfDeletionsAppliesAndIsLiftedWithIt() {
        store.sync(of(payments(1, 30, "1", "10")));

        store = guarded(GUARD.deletions(Guard.Limit.percent(50).atLeast(2)));
        assertThat(store.sync(of(payments(1, 30, "1", "5"))).payments().updated())
                .isEqualTo(30);
        assertRefused(of(payments(1, 30, "1", "2")), Reason.DELETIONS);

        assertThat(store.sync(of(payments(1, 30, "1", "2")), lifting(Reason.DELETIONS))
                        .payments()
                        .updated())
                .isEqualTo(30);
    }

    @SafeVarargs
    private static Snapshot of(List<PaymentData>... payments) {
        List<PaymentData> all = new ArrayList<>();
        for (List<PaymentData> some : payments) {
            all.addAll(some);
        }
        return snapshot(patients(1, 2), all);
    }
}
