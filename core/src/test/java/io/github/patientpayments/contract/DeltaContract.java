package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Rejection.Code;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a delta does to the records that it upserts or deletes, and to all others. */
class DeltaContract extends ContractTest {

    private static final PatientData UNREADABLE_PATIENT =
            PatientData.builder().firstName("No").lastName("Id").build();
    private static final PaymentData UNREADABLE_PAYMENT =
            PaymentData.builder().patientExternalId("6").build();

    @BeforeEach
    void twoPatientsWithPayments() {
        sync(
                List.of(patient("5"), patient("6")),
                List.of(payment("501", "5", "1"), payment("502", "5", "2"), payment("601", "6", "4")));
    }

    @Test
    void aDeltaUpsertsItsRecordsAndLeavesAllOthers() {
        List<String> sixth = rows("SELECT * FROM " + schema + ".patients WHERE external_id = '6'");

        SyncReport report = delta(
                List.of(patient("5", "New", "Name"), patient("7")),
                List.of(payment("501", "5", "10"), payment("701", "7", "8"), payment("502", "5", "2.0")));

        assertThat(report.kind()).isEqualTo(SyncRun.Kind.DELTA);
        assertThat(report.status()).isEqualTo(SyncRun.Status.APPLIED);
        assertThat(report.patients().isFullSet()).isFalse();
        assertThat(report.patients()).hasToString("2 read: 1 inserted, 1 updated");
        assertThat(report.payments()).hasToString("3 read: 1 inserted, 1 updated, 1 unchanged");
        Patient five = store.patient("5").orElseThrow();
        assertThat(five.firstName()).isEqualTo("New");
        assertThat(five.updatedAt()).isEqualTo(report.time());
        assertThat(five.createdAt()).isBefore(report.time());
        assertThat(five.paymentTotal()).isEqualTo("12.00");
        assertThat(store.patient("7").orElseThrow().paymentTotal()).isEqualTo("8.00");
        assertThat(rows("SELECT * FROM " + schema + ".patients WHERE external_id = '6'"))
                .isEqualTo(sixth);
        assertThat(store.payment("601")).isPresent();
    }

    /** Ids of another system, for instance. A deletion that is delivered twice is no mistake. */
    @Test
    void deletionsOfUnknownRecordsAreReported() {
        delta(List.of(), List.of(PaymentData.deletion("501")));

        SyncReport report = delta(
                List.of(PatientData.deletion("N5"), PatientData.deletion("N5"), patient("7")),
                List.of(PaymentData.deletion("501"), PaymentData.deletion("502"), PaymentData.deletion("N501")));

        assertThat(report.patients()).hasToString("3 read: 1 inserted, 1 unchanged, 1 collapsed");
        assertThat(report.payments()).hasToString("3 read: 2 unchanged, 1 deleted");
        assertThat(report.unknownDeletions()).isEqualTo(2);
        assertThat(report).asString().contains("2 deletions of unknown records");
        SyncReport known = delta(List.of(patient("7")), List.of(PaymentData.deletion("502")));
        assertThat(known.unknownDeletions()).isZero();
        assertThat(store.preview(
                                Delta.builder()
                                        .payments(Source.of(
                                                List.of(PaymentData.deletion("601"), PaymentData.deletion("N1"))))
                                        .build(),
                                SyncOptions.defaults().withholdDeletions(),
                                0)
                        .report()
                        .unknownDeletions())
                .isEqualTo(1);
    }

    @Test
    void aDeltaDeletesTheRecordsThatItNames() {
        delta(List.of(patient("7")), List.of());

        SyncReport report = delta(List.of(PatientData.deletion("7")), List.of(PaymentData.deletion("501")));

        assertThat(report.patients()).hasToString("1 read: 1 deleted");
        assertThat(report.payments()).hasToString("1 read: 1 deleted");
        assertThat(store.patient("7")).isEmpty();
        assertThat(store.payment("501")).isEmpty();
        assertThat(store.payment("502")).isPresent();
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("2.00");
        assertThat(rows("SELECT count(*) FROM " + schema + ".patient_versions WHERE to_run = " + report.number()))
                .containsExactly("[1]");
    }

    @Test
    void deletingAnUnknownOrDeletedRecordChangesNothing() {
        delta(List.of(PatientData.deletion("6")), List.of(PaymentData.deletion("501")));
        Map<String, List<String>> before = mirrorAndPast();

        SyncReport report = delta(
                List.of(PatientData.deletion("6"), PatientData.deletion("99")),
                List.of(PaymentData.deletion("501"), PaymentData.deletion("999")));

        assertThat(report.status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertThat(report.patients()).hasToString("2 read: 2 unchanged");
        assertThat(report.payments()).hasToString("2 read: 2 unchanged");
        assertThat(report.rejections()).isEmpty();
        assertThat(mirrorAndPast()).isEqualTo(before);
    }

    @Test
    void anEmptyDeltaChangesNothing() {
        Map<String, List<String>> before = mirrorAndPast();
        store = store(builder -> builder.guard(Guard.defaults()));

        SyncReport report = delta(List.of(), List.of());

        assertThat(report.status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertThat(report.patients()).hasToString("none read");
        assertThat(mirrorAndPast()).isEqualTo(before);
    }

    @Test
    void anEmptyStoreAcceptsADelta() {
        emptyStore();

        SyncReport report = delta(
                List.of(patient("5"), PatientData.deletion("6")),
                List.of(payment("501", "5", "1"), payment("601", "6", "4"), PaymentData.deletion("602")));

        assertThat(report.patients()).hasToString("2 read: 1 inserted, 1 unchanged");
        assertThat(report.payments()).hasToString("3 read: 1 inserted, 1 unchanged, 1 rejected");
        assertThat(codes(report)).containsExactly("PAYMENT 2 UNKNOWN_PATIENT");
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("1.00");
    }

    @Test
    void deletionsOfPatientsCascadeAndReturningPatientsBringTheirPaymentsBack() {
        Payment before = store.payment("501").orElseThrow();

        SyncReport gone = delta(List.of(PatientData.deletion("5")), List.of());

        assertThat(gone.payments().deleted()).isEqualTo(2);
        assertThat(gone.payments().cascaded()).isEqualTo(2);
        assertThat(store.totals(PatientFilter.all()).sum()).isEqualTo("4.00");

        SyncReport back = delta(List.of(patient("5")), List.of(payment("502", "5", "20")));

        assertThat(back.patients()).hasToString("1 read: 1 restored");
        assertThat(back.payments()).hasToString("1 read: 2 restored");
        Payment after = store.payment("501").orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("21.00");
        assertThat(store.patient("5").orElseThrow().paymentCount()).isEqualTo(2);
    }

    @Test
    void aCascadedPaymentThatIsThenDeletedNoLongerReturnsWithItsPatient() {
        delta(List.of(PatientData.deletion("5")), List.of());

        SyncReport named = delta(List.of(), List.of(PaymentData.deletion("501")));
        SyncReport back = delta(List.of(patient("5")), List.of());

        assertThat(named.payments()).hasToString("1 read: 1 unchanged");
        assertThat(back.payments().restored()).isEqualTo(1);
        assertThat(store.payment("501")).isEmpty();
        assertThat(store.payment("502")).isPresent();
    }

    @Test
    void aPaymentDeletedTogetherWithTheReturnOfItsPatientStaysDeleted() {
        delta(List.of(PatientData.deletion("5")), List.of());

        SyncReport back = delta(List.of(patient("5")), List.of(PaymentData.deletion("501")));

        assertThat(back.payments().restored()).isEqualTo(1);
        assertThat(back.payments().deleted()).isZero();
        assertThat(store.payment("501")).isEmpty();
    }

    @Test
    void aPaymentDeletedTogetherWithItsPatientIsNotCascaded() {
        SyncReport gone = delta(List.of(PatientData.deletion("5")), List.of(PaymentData.deletion("501")));
        SyncReport back = delta(List.of(patient("5")), List.of());

        assertThat(gone.payments().deleted()).isEqualTo(2);
        assertThat(gone.payments().cascaded()).isEqualTo(1);
        assertThat(back.payments().restored()).isEqualTo(1);
        assertThat(store.payment("501")).isEmpty();
    }

    @Test
    void aRejectedPaymentReturnsWithItsPatientInItsLastGoodVersion() {
        delta(List.of(PatientData.deletion("5")), List.of());

        SyncReport back = delta(List.of(patient("5")), List.of(invalidPayment("501", "5")));

        assertThat(back.payments().rejected()).isEqualTo(1);
        assertThat(back.payments().retained()).isZero();
        assertThat(back.payments().restored()).isEqualTo(2);
        assertThat(store.payment("501").orElseThrow().amount()).isEqualTo("1.00");
    }

    @Test
    void aPaymentNeedsAPatientThatIsLiveAfterTheDelta() {
        SyncReport report = delta(
                List.of(PatientData.deletion("5"), patient("7")),
                List.of(
                        payment("501", "5", "10"),
                        payment("502", "9", "10"),
                        payment("601", "9", "10"),
                        payment("701", "7", "10")));

        assertThat(codes(report))
                .containsExactly("PAYMENT 1 UNKNOWN_PATIENT", "PAYMENT 2 UNKNOWN_PATIENT", "PAYMENT 3 UNKNOWN_PATIENT");
        assertThat(report.payments().cascaded()).isEqualTo(2);
        assertThat(report.payments().retained()).isEqualTo(1);
        assertThat(store.payment("601").orElseThrow().amount()).isEqualTo("4.00");
        assertThat(store.patient("7").orElseThrow().paymentTotal()).isEqualTo("10.00");
    }

    @Test
    void aPaymentThatMovesIsNotCascaded() {
        SyncReport report = delta(List.of(PatientData.deletion("5"), patient("7")), List.of(payment("501", "7", "1")));

        assertThat(report.payments()).hasToString("1 read: 1 updated, 1 deleted (1 of the deleted cascaded)");
        assertThat(store.patient("7").orElseThrow().paymentTotal()).isEqualTo("1.00");
        assertThat(delta(List.of(patient("5")), List.of()).payments().restored())
                .isEqualTo(1);
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("2.00");
    }

    @Test
    void amongElementsWithTheSameIdTheFirstIsAccepted() {
        SyncReport report = delta(
                List.of(
                        PatientData.deletion("5"),
                        patient("5"),
                        patient("6", "New", "Name"),
                        PatientData.deletion("6"),
                        PatientData.deletion("5")),
                List.of(
                        payment("601", "6", "5"),
                        PaymentData.deletion("601"),
                        payment("601", "6", "5.00"),
                        payment("601", "6", "6")));

        assertThat(codes(report))
                .containsExactly(
                        "PATIENT 2 DUPLICATE", "PATIENT 4 DUPLICATE", "PAYMENT 2 DUPLICATE", "PAYMENT 4 DUPLICATE");
        assertThat(report.patients().collapsed()).isEqualTo(1);
        assertThat(report.payments().collapsed()).isEqualTo(1);
        assertThat(store.patient("5")).isEmpty();
        assertThat(store.patient("6").orElseThrow().firstName()).isEqualTo("New");
        assertThat(store.payment("601").orElseThrow().amount()).isEqualTo("5.00");
    }

    @Test
    void twoElementsMayHaveTheSameId() {
        SyncReport report =
                delta(List.of(patient("8"), patient("8")), List.of(payment("801", "8", "5"), payment("801", "8", "6")));

        assertThat(report.patients()).hasToString("2 read: 1 inserted, 1 collapsed");
        assertThat(report.payments()).hasToString("2 read: 1 inserted, 1 rejected");
        assertThat(codes(report)).containsExactly("PAYMENT 2 DUPLICATE");
    }

    @Test
    void anElementWithoutAReadableIdWithholdsNothing() {
        SyncReport report = delta(
                List.of(UNREADABLE_PATIENT, PatientData.deletion("5")),
                List.of(UNREADABLE_PAYMENT, PaymentData.deletion("601")));

        assertThat(report.patients().deleted()).isEqualTo(1);
        assertThat(report.payments().deleted()).isEqualTo(3);
        assertThat(report.payments().cascaded()).isEqualTo(2);
        assertThat(report.patients().withheld() + report.payments().withheld()).isZero();
        assertThat(report.patients().rejected() + report.payments().rejected()).isEqualTo(2);
    }

    @Test
    void aRejectedRecordKeepsItsLastGoodVersion() {
        SyncReport report = delta(
                List.of(invalidPatient("5"), invalidPatient("8")),
                List.of(invalidPayment("501", "5"), invalidPayment("801", "8")));

        assertThat(report.status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertThat(report.patients().rejected()).isEqualTo(2);
        assertThat(report.patients().retained()).isEqualTo(1);
        assertThat(report.payments().rejected()).isEqualTo(2);
        assertThat(report.payments().retained()).isEqualTo(1);
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("3.00");
    }

    @Test
    void countsAddUpAndAreInTheRunLog() {
        delta(List.of(patient("7"), patient("8")), List.of(payment("801", "8", "1")));
        delta(List.of(PatientData.deletion("7")), List.of(PaymentData.deletion("502")));

        SyncReport report = delta(
                List.of(
                        patient("5", "New", "Name"),
                        patient("6"),
                        patient("6"),
                        patient("7"),
                        PatientData.deletion("8"),
                        PatientData.deletion("9"),
                        patient("10"),
                        invalidPatient("5"),
                        UNREADABLE_PATIENT),
                List.of(
                        payment("501", "5", "9"),
                        payment("502", "5", "2"),
                        PaymentData.deletion("601"),
                        PaymentData.deletion("999"),
                        payment("1001", "10", "1"),
                        payment("1001", "10", "1"),
                        payment("1001", "10", "2"),
                        UNREADABLE_PAYMENT));

        assertThat(report.patients())
                .hasToString(
                        "9 read: 1 inserted, 1 updated, 2 unchanged, 1 restored, 1 deleted, 2 rejected, 1 collapsed");
        assertThat(report.payments())
                .hasToString(
                        "8 read: 1 inserted, 1 updated, 1 unchanged, 1 restored, 2 deleted, 2 rejected, 1 collapsed"
                                + " (1 of the deleted cascaded)");
        assertThat(store.syncRuns(1).get(0).patients()).isEqualTo(report.patients());
        assertThat(store.syncRuns(1).get(0).payments()).isEqualTo(report.payments());
        assertThat(store.totals(PatientFilter.all()).sum()).isEqualTo("12.00");
    }

    @Test
    void aSnapshotWithFormerContentIsNotRecognizedAfterADelta() {
        delta(List.of(patient("5", "New", "Name")), List.of(PaymentData.deletion("601")));

        SyncReport report = sync(
                List.of(patient("5"), patient("6")),
                List.of(payment("501", "5", "1"), payment("502", "5", "2"), payment("601", "6", "4")));

        assertThat(report.patients().updated()).isEqualTo(1);
        assertThat(report.payments().restored()).isEqualTo(1);
        assertThat(store.patient("5").orElseThrow().firstName()).isEqualTo("First5");
    }

    @Test
    void deletionsInADeltaAreGuardedLikeMissingRecords() {
        sync(IntStream.rangeClosed(1, 20).mapToObj(i -> patient("p" + i)).toList(), List.of());
        store = store(builder -> builder.guard(Guard.defaults()));
        List<PatientData> five = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> PatientData.deletion("p" + i))
                .toList();
        List<PatientData> four = five.subList(0, 4);
        Map<String, List<String>> before = mirrorAndPast();

        assertThatThrownBy(() ->
                        store.sync(Delta.builder().patients(Source.of(five)).build()))
                .isInstanceOfSatisfying(SnapshotRefusedException.class, e -> {
                    assertThat(e.refusals()).extracting(Refusal::reason).containsExactly(Refusal.Reason.DELETIONS);
                    assertThat(e.report().kind()).isEqualTo(SyncRun.Kind.DELTA);
                });
        assertThat(mirrorAndPast()).isEqualTo(before);

        assertThat(delta(four, List.of()).patients().deleted()).isEqualTo(4);
    }

    @Test
    void aPreviewOfADeltaChangesNothing() {
        Map<String, List<String>> before = everything();

        SyncReport report = store.preview(Delta.builder()
                        .patients(Source.of(List.of(PatientData.deletion("5"), patient("7"))))
                        .build())
                .report();

        assertThat(report.patients()).hasToString("2 read: 1 inserted, 1 deleted");
        assertThat(report.payments()).hasToString("none read: 2 deleted (2 of the deleted cascaded)");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    @Timeout(60)
    void aLargeDeltaHasTheSameResult() {
        int many = 12_000;
        List<PatientData> patients = new ArrayList<>();
        List<PaymentData> payments = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            patients.add(patient("p" + i));
            payments.add(payment("y" + i, "p" + i, "1"));
        }
        sync(patients, payments);
        List<PatientData> changedPatients = new ArrayList<>();
        List<PaymentData> changedPayments = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            changedPatients.add(PatientData.deletion("p" + i));
            changedPatients.add(patient("p" + (1_000 + i), "New", "Name"));
            changedPatients.add(patient("new" + i));
            changedPayments.add(payment("y" + i, "new" + i, "1"));
            changedPayments.add(payment("new" + i, "p" + (1_000 + i), "1"));
        }
        for (int i = 2_000; i < 8_000; i++) {
            changedPayments.add(payment("y" + i, "p" + i, i % 2 == 0 ? "1.00" : "3"));
        }
        for (int i = 8_000; i < 9_000; i++) {
            changedPayments.add(PaymentData.deletion("y" + i));
            changedPayments.add(payment("x" + i, "p" + (i - 8_000), "1"));
        }

        SyncReport report = delta(changedPatients, changedPayments);

        assertThat(report.patients()).hasToString("3000 read: 1000 inserted, 1000 updated, 1000 deleted");
        assertThat(report.payments())
                .hasToString("10000 read: 1000 inserted, 4000 updated, 3000 unchanged, 1000 deleted, 1000 rejected");
        assertThat(store.totals(PatientFilter.all()).patients()).isEqualTo(many);
        assertThat(store.totals(PatientFilter.all()).payments()).isEqualTo(many);
        assertThat(store.totals(PatientFilter.all()).sum()).isEqualTo(new BigDecimal(many + 2 * 3_000 + ".00"));
        assertThat(rows("SELECT sum(amount) FROM " + schema + ".live_payments"))
                .containsExactly("[" + (many + 2 * 3_000) + ".0000]");
    }

    private SyncReport delta(List<PatientData> patients, List<PaymentData> payments) {
        return store.sync(Delta.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build());
    }

    /** The rows of every table except the run log and the lock row. */
    private Map<String, List<String>> mirrorAndPast() {
        Map<String, List<String>> tables = everything();
        tables.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).matches("sync_.*|store_state|rejections"));
        assertThat(tables).hasSizeGreaterThan(5);
        return tables;
    }

    private static List<String> codes(SyncReport report) {
        return report.rejections().stream()
                .map(rejection -> rejection.recordType() + " " + rejection.position() + " " + onlyCode(rejection))
                .toList();
    }

    private static Code onlyCode(Rejection rejection) {
        assertThat(rejection.faults()).hasSize(1);
        return rejection.faults().get(0).code();
    }
}
