package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A payment is live only if its patient is. */
class CascadeContract extends ContractTest {

    private static final PatientData FIVE = patient("5");
    private static final PatientData SIX = patient("6");
    private static final PaymentData UNREADABLE =
            PaymentData.builder().patientExternalId("5").build();

    @BeforeEach
    void twoPatientsWithPayments() {
        sync(List.of(FIVE, SIX), List.of(payment("501", "5", "1"), payment("502", "5", "2"), payment("601", "6", "4")));
    }

    @Test
    void deletingAPatientCascadesToItsPayments() {
        SyncReport report = syncPatients(SIX);

        assertThat(report.patients().deleted()).isEqualTo(1);
        assertThat(report.payments().isFullSet()).isFalse();
        assertThat(report.payments().deleted()).isEqualTo(2);
        assertThat(report.payments().cascaded()).isEqualTo(2);
        assertThat(store.payment("501")).isEmpty();
        assertThat(store.payment("601")).isPresent();
        assertThat(rows("SELECT patient_id, payment_count FROM " + schema + ".patient_totals"))
                .as("only live patients have totals")
                .containsExactly("[" + store.patient("6").orElseThrow().id() + ", 1]");
    }

    @Test
    void cascadedPaymentsReturnWithTheirPatient() {
        Payment before = store.payment("501").orElseThrow();
        syncPatients(SIX);

        SyncReport report = syncPatients(FIVE, SIX);

        assertThat(report.patients().restored()).isEqualTo(1);
        assertThat(report.payments().restored()).isEqualTo(2);
        Payment after = store.payment("501").orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("3.00");
        assertThat(syncPatients(FIVE, SIX).payments().isChanged()).isFalse();
    }

    @Test
    void aPaymentDeletedByItselfDoesNotReturnWithItsPatient() {
        syncPayments(payment("502", "5", "2"), payment("601", "6", "4"));
        syncPatients(SIX);

        SyncReport report = syncPatients(FIVE, SIX);

        assertThat(report.payments().restored()).isEqualTo(1);
        assertThat(store.payment("501")).isEmpty();
        assertThat(store.payment("502")).isPresent();
    }

    @Test
    void aRejectedPaymentIsCascadedAndNotRetained() {
        SyncReport report = sync(
                List.of(SIX), List.of(payment("501", "5", "1"), invalidPayment("502", "6"), payment("601", "6", "4")));

        assertThat(report.payments().rejected()).isEqualTo(2);
        assertThat(report.payments().retained()).isZero();
        assertThat(report.payments().deleted()).isEqualTo(2);
        assertThat(report.payments().cascaded()).isEqualTo(2);
        assertThat(syncPatients(FIVE, SIX).payments().restored()).isEqualTo(2);
    }

    @Test
    void aPaymentThatMovesInTheSameSnapshotIsNotCascaded() {
        SyncReport report = sync(List.of(SIX), List.of(payment("501", "6", "1"), payment("601", "6", "4")));

        assertThat(report.payments().updated()).isEqualTo(1);
        assertThat(report.payments().deleted()).isEqualTo(1);
        assertThat(report.payments().cascaded()).isZero();
        assertThat(store.patient("6").orElseThrow().paymentTotal()).isEqualTo("5.00");
        assertThat(syncPatients(FIVE, SIX).payments().restored()).isZero();
    }

    @Test
    void aMissingPaymentIsNotCascadedWhenItsPatientIsDeletedInTheSameSnapshot() {
        SyncReport report = sync(List.of(SIX), List.of(payment("601", "6", "4")));

        assertThat(report.payments().deleted()).isEqualTo(2);
        assertThat(report.payments().cascaded()).isZero();
        assertThat(syncPatients(FIVE, SIX).payments().restored()).isZero();
    }

    @Test
    void aSetOfPaymentsDecidesWhetherCascadedOnesReturn() {
        syncPatients(SIX);

        SyncReport report = sync(List.of(FIVE, SIX), List.of(invalidPayment("502", "5"), payment("601", "6", "4")));

        assertThat(report.payments().restored()).isEqualTo(1);
        assertThat(report.payments().retained()).isZero();
        assertThat(store.payment("501")).isEmpty();
        assertThat(store.payment("502").orElseThrow().amount()).isEqualTo("2.00");
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("2.00");
    }

    @Test
    void aMissingCascadedPaymentNoLongerReturnsWithItsPatient() {
        syncPatients(SIX);
        syncPayments(payment("501", "5", "1"), payment("601", "6", "4"));

        SyncReport report = syncPatients(FIVE, SIX);

        assertThat(report.payments().restored()).isEqualTo(1);
        assertThat(store.payment("501")).isPresent();
        assertThat(store.payment("502")).isEmpty();
    }

    @Test
    void anUnreadablePaymentKeepsCascadedOnesRestorable() {
        syncPatients(SIX);
        syncPayments(payment("601", "6", "4"), UNREADABLE);

        SyncReport report = syncPatients(FIVE, SIX);

        assertThat(report.payments().restored()).isEqualTo(2);
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("3.00");
    }

    /** The set in which the patient returned had an unreadable element, so it said nothing about the payment. */
    @Test
    void aRejectedPaymentReturnsThoughItsPatientReturnedBefore() {
        syncPatients(SIX);
        sync(List.of(FIVE, SIX), List.of(payment("601", "6", "4"), UNREADABLE));
        assertThat(store.payment("501")).isEmpty();

        SyncReport report = syncPayments(invalidPayment("501", "5"), payment("601", "6", "4"));

        assertThat(report.payments().restored()).isEqualTo(1);
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("1.00");
    }

    @Test
    void aCascadedPaymentReturnsWithTheContentOfTheSet() {
        syncPatients(SIX);

        SyncReport report = sync(
                List.of(FIVE, SIX),
                List.of(payment("501", "6", "8"), payment("502", "5", "2"), payment("601", "6", "4")));

        assertThat(report.payments().restored()).isEqualTo(2);
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("2.00");
        assertThat(store.patient("6").orElseThrow().paymentTotal()).isEqualTo("12.00");
    }

    @Test
    void aRetainedPatientKeepsItsPayments() {
        SyncReport report = syncPatients(invalidPatient("5"), SIX);

        assertThat(report.patients().retained()).isEqualTo(1);
        assertThat(report.payments().deleted()).isZero();
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("3.00");
    }

    @Test
    void anUnreadablePaymentWithholdsPatientsWhoseDeletionWouldCascade() {
        syncPatients(FIVE, SIX, patient("7"));

        SyncReport report = sync(List.of(SIX), List.of(payment("601", "6", "4"), UNREADABLE));

        assertThat(report.patients().deleted()).isEqualTo(1);
        assertThat(report.patients().withheld()).isEqualTo(1);
        assertThat(report.payments().withheld()).isEqualTo(2);
        assertThat(report.payments().deleted()).isZero();
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("3.00");
        assertThat(store.patient("7")).isEmpty();
    }

    @Test
    void aPatientWhosePaymentsAllMoveIsNotWithheld() {
        SyncReport report = sync(
                List.of(SIX),
                List.of(payment("501", "6", "1"), payment("502", "6", "2"), payment("601", "6", "4"), UNREADABLE));

        assertThat(report.patients().deleted()).isEqualTo(1);
        assertThat(report.patients().withheld()).isZero();
        assertThat(store.patient("6").orElseThrow().paymentTotal()).isEqualTo("7.00");
    }

    /** Both are missing, and each gets the other's payments: both stay, since each has a payment in the end. */
    @Test
    void patientsWhoExchangeTheirPaymentsAreWithheld() {
        SyncReport report = sync(
                List.of(patient("7")),
                List.of(payment("501", "6", "1"), payment("502", "6", "2"), payment("601", "5", "4"), UNREADABLE));

        assertThat(report.patients().withheld()).isEqualTo(2);
        assertThat(report.payments().cascaded()).isZero();
        assertThat(report.payments().updated()).isEqualTo(3);
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("4.00");
        assertThat(store.patient("6").orElseThrow().paymentTotal()).isEqualTo("3.00");
    }

    @Test
    void paymentsMayReferToAWithheldPatient() {
        SyncReport report = sync(
                List.of(SIX),
                List.of(payment("501", "5", "8"), payment("502", "5", "2"), payment("601", "6", "4"), UNREADABLE));

        assertThat(report.patients().withheld()).isEqualTo(1);
        assertThat(report.payments().updated()).isEqualTo(1);
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("10.00");
    }

    /** The patient is back, and the set that came with it neither held the payment nor could say that it is deleted. */
    @Test
    void aPaymentThatNoSetHoldsDoesNotReturnLater() {
        sync(List.of(patient("A"), patient("B")), List.of(payment("1", "A", "5")));
        syncPatients(patient("B"));
        SyncReport back = sync(
                List.of(patient("A"), patient("B")),
                List.of(PaymentData.builder().build()));
        assertThat(back.patients().restored()).isEqualTo(1);
        assertThat(back.payments().restored()).isZero();

        SyncReport later = syncPatients(patient("A"), patient("B"), patient("C"));

        assertThat(later.payments().restored()).isZero();
        assertThat(store.payment("1")).isEmpty();
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }
}
