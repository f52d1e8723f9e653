package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.AtEveryIsolationLevel;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a full set does to a payment, and to the total of its patient. */
@AtEveryIsolationLevel("The transaction of a sync must not depend on the isolation level of the host.")
class PaymentSetContract extends ContractTest {

    @Test
    void newPaymentsCountInTheirPatientsTotal() {
        SyncReport report = sync(
                List.of(patient("5"), patient("6")),
                List.of(payment("501", "5", "4.46"), payment("502", "5", "-1.00")));

        assertThat(report.payments().inserted()).isEqualTo(2);
        assertTotal("5", "3.46", 2);
        assertTotal("6", "0.00", 0);
        Payment payment = store.payment("501").orElseThrow();
        assertThat(payment.patientExternalId()).isEqualTo("5");
        assertThat(payment.amount()).isEqualTo("4.46");
        assertThat(payment.createdAt()).isEqualTo(report.time()).isEqualTo(payment.updatedAt());
    }

    @Test
    void equalPaymentsAreNotWritten() {
        sync(List.of(patient("5")), List.of(payment("501", "5", "7.1"), payment("502", "5", "2")));
        var before = rows("SELECT * FROM " + schema + ".payments");

        SyncReport report = syncPayments(payment("502", "5", "2.0000"), payment("501", "5", "7.10"));

        assertThat(report.payments().unchanged()).isEqualTo(2);
        assertThat(report.status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertThat(rows("SELECT * FROM " + schema + ".payments")).isEqualTo(before);
    }

    @Test
    void aChangedAmountMovesTheTotalButNotThePatientsUpdated() {
        sync(List.of(patient("5")), List.of(payment("501", "5", "7.1"), payment("502", "5", "2")));
        Instant patientUpdated = store.patient("5").orElseThrow().updatedAt();

        SyncReport report = syncPayments(payment("501", "5", "8.05"), payment("502", "5", "2"));

        assertThat(report.payments().updated()).isEqualTo(1);
        assertThat(report.payments().unchanged()).isEqualTo(1);
        assertTotal("5", "10.05", 2);
        assertThat(store.patient("5").orElseThrow().updatedAt()).isEqualTo(patientUpdated);
        assertThat(store.payment("501").orElseThrow().updatedAt()).isEqualTo(report.time());
        assertThat(rows("SELECT from_run, to_run, deleted, amount FROM " + schema + ".payment_versions"))
                .containsExactly("[1, 2, false, 7.1000]");
    }

    @Test
    void aPaymentMovesToAnotherPatient() {
        sync(List.of(patient("5"), patient("6")), List.of(payment("501", "5", "7.1"), payment("502", "5", "2")));
        long id = store.payment("501").orElseThrow().id();

        SyncReport report = syncPayments(payment("501", "6", "7.1"), payment("502", "5", "2"));

        assertThat(report.payments().updated()).isEqualTo(1);
        assertTotal("5", "2.00", 1);
        assertTotal("6", "7.10", 1);
        assertThat(store.payment("501").orElseThrow().id()).isEqualTo(id);
    }

    @Test
    void aMissingPaymentIsDeletedAndRestoredWhenItComesBack() {
        sync(List.of(patient("5")), List.of(payment("501", "5", "7.1"), payment("502", "5", "2")));
        Payment before = store.payment("501").orElseThrow();

        SyncReport deletion = syncPayments(payment("502", "5", "2"));
        assertThat(deletion.payments().deleted()).isEqualTo(1);
        assertThat(deletion.payments().cascaded()).isZero();
        assertThat(store.payment("501")).isEmpty();
        assertTotal("5", "2.00", 1);

        SyncReport restore = syncPayments(payment("501", "5", "9"), payment("502", "5", "2"));
        assertThat(restore.payments().restored()).isEqualTo(1);
        Payment after = store.payment("501").orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.updatedAt()).isEqualTo(restore.time());
        assertTotal("5", "11.00", 2);
        assertThat(rows("SELECT from_run, to_run, deleted, amount FROM " + schema + ".payment_versions"))
                .containsExactly("[1, 2, false, 7.1000]", "[2, 3, true, 7.1000]");
    }

    @Test
    void anInvalidPaymentIsRejectedAndItsStoredVersionStays() {
        sync(List.of(patient("5")), List.of(payment("501", "5", "7.1")));

        SyncReport report = syncPayments(invalidPayment("501", "5"), invalidPayment("502", "5"));

        assertThat(report.payments().rejected()).isEqualTo(2);
        assertThat(report.payments().retained()).isEqualTo(1);
        assertThat(report.status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertTotal("5", "7.10", 1);
    }

    @Test
    void aPaymentOfAnUnknownPatientIsRejectedAndItsStoredVersionStays() {
        sync(List.of(patient("5")), List.of(payment("501", "5", "7.1")));

        SyncReport report = syncPayments(payment("501", "77", "8"), payment("502", "77", "1"));

        assertThat(report.payments().rejected()).isEqualTo(2);
        assertThat(report.payments().retained()).isEqualTo(1);
        assertThat(report.payments().inserted()).isZero();
        assertThat(report.rejections()).allSatisfy(rejection -> {
            assertThat(rejection.patientExternalId()).contains("77");
            assertThat(rejection.faults())
                    .containsExactly(new Rejection.Fault("patientId", Rejection.Code.UNKNOWN_PATIENT));
        });
        assertTotal("5", "7.10", 1);
    }

    @Test
    void anUnknownPatientIsNamedBesideTheOtherFaults() {
        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.of(List.of(patient("5"))))
                .payments(json("["
                        + "{\"externalId\":\"1\",\"patientId\":\"nobody\",\"amount\":\"x\"},"
                        + "{\"patientId\":\"nobody\",\"amount\":\"1.23456\"},"
                        + "{\"externalId\":\"3\",\"patientId\":\"nobody\",\"amount\":1,\"deleted\":true},"
                        + "{\"externalId\":\"4\",\"patientId\":\"5\",\"amount\":\"x\"},"
                        + "{\"externalId\":\"5\",\"patientId\":\" \",\"amount\":\"x\"},"
                        + "{\"externalId\":\"6\",\"patientId\":\"nobody\",\"amount\":1},"
                        + "7]"))
                .build());

        assertThat(report.payments()).hasToString("7 read: 7 rejected");
        assertThat(report.rejections().stream()
                        .map(rejection -> rejection.faults().stream()
                                .map(fault -> fault.field() + " " + fault.code())
                                .toList()))
                .containsExactly(
                        List.of("amount INVALID_NUMBER", "patientId UNKNOWN_PATIENT"),
                        List.of("externalId MISSING", "amount AMOUNT_TOO_FINE", "patientId UNKNOWN_PATIENT"),
                        List.of("deleted DELETION_IN_FULL_SET", "patientId UNKNOWN_PATIENT"),
                        List.of("amount INVALID_NUMBER"),
                        List.of("amount INVALID_NUMBER", "patientId BLANK"),
                        List.of("patientId UNKNOWN_PATIENT"),
                        List.of("record NOT_AN_OBJECT"));
        assertThat(report.rejections().get(0).patientExternalId()).contains("nobody");
    }

    @Test
    void aPaymentMayReferToAPatientThatIsNewOrRestoredInTheSameSnapshot() {
        syncPatients(patient("5"), patient("6"));
        syncPatients(patient("6"));

        SyncReport report = sync(
                List.of(patient("5"), patient("6"), patient("7")),
                List.of(payment("501", "5", "1"), payment("701", "7", "2")));

        assertThat(report.payments().inserted()).isEqualTo(2);
        assertTotal("5", "1.00", 1);
        assertTotal("7", "2.00", 1);
    }

    @Test
    void amongElementsWithTheSameIdTheFirstOfAKnownPatientIsAccepted() {
        SyncReport report = sync(
                List.of(patient("8"), patient("9")),
                List.of(
                        payment("602", "6", "2.29"),
                        payment("602", "8", "9.29"),
                        payment("602", "8", "9.290"),
                        payment("602", "9", "9.29")));

        assertThat(report.payments().inserted()).isEqualTo(1);
        assertThat(report.payments().collapsed()).isEqualTo(1);
        assertThat(report.payments().rejected()).isEqualTo(2);
        assertTotal("8", "9.29", 1);
        assertTotal("9", "0.00", 0);
        assertThat(report.rejections())
                .extracting(rejection -> rejection.faults().get(0).code())
                .containsExactly(Rejection.Code.UNKNOWN_PATIENT, Rejection.Code.DUPLICATE);
    }

    @Test
    void aPaymentWithoutAReadableIdWithholdsAllDeletionsOfPayments() {
        sync(List.of(patient("5")), List.of(payment("501", "5", "7.1"), payment("502", "5", "2")));

        SyncReport report = syncPayments(
                payment("502", "5", "3"),
                PaymentData.builder().patientExternalId("5").build());

        assertThat(report.payments().deleted()).isZero();
        assertThat(report.payments().withheld()).isEqualTo(1);
        assertThat(report.payments().updated()).isEqualTo(1);
        assertTotal("5", "10.10", 2);
    }

    @Test
    void anEmptySetDeletesAll() {
        sync(List.of(patient("5")), List.of(payment("501", "5", "7.1")));

        SyncReport report = syncPayments();

        assertThat(report.payments().isFullSet()).isTrue();
        assertThat(report.payments().deleted()).isEqualTo(1);
        assertTotal("5", "0.00", 0);
    }

    private void assertTotal(String patient, String total, long count) {
        assertThat(store.patient(patient).orElseThrow().paymentTotal()).isEqualTo(total);
        assertThat(store.patient(patient).orElseThrow().paymentCount()).isEqualTo(count);
    }
}
