package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The first full sets of a store: all their valid elements are new, so they are not compared with anything. The sets
 * are large enough for PostgreSQL to make the indexes after the rows.
 */
class FirstLoadContract extends ContractTest {

    private static final int PATIENTS = 50;
    private static final int PAYMENTS = 10_000;

    @Test
    void everyRecordIsNewAndCounted() {
        SyncReport report = sync(patients(), payments());

        assertThat(report.patients()).hasToString("50 read: 50 inserted");
        assertThat(report.payments()).hasToString("10000 read: 10000 inserted");
        assertThat(store.totals(PatientFilter.all()).sum()).isEqualByComparingTo(new BigDecimal("49995000"));
        assertThat(store.patient("7").orElseThrow().paymentCount()).isEqualTo(PAYMENTS / PATIENTS);
        List<Payment> first = store.payments(
                        PaymentFilter.all(), PageRequest.by(PaymentSort.ID).limit(2))
                .items();
        assertThat(first).extracting(Payment::id).containsExactly(1L, 2L);
        assertThat(first).extracting(Payment::externalId).containsExactly("p0", "p1");
        assertSound();
        assertThat(sync(patients(), payments()).status()).isEqualTo(Status.UNCHANGED);
    }

    @Test
    void whatIsInvalidRepeatedOrOfAnUnknownPatientIsNotLoaded() {
        List<PatientData> patients = new ArrayList<>(patients());
        patients.add(3, invalidPatient("bad"));
        patients.add(4, patient("1"));
        patients.add(5, patient("1", "Other", "Name"));
        List<PaymentData> payments = new ArrayList<>(payments());
        payments.add(0, invalidPayment("x", "1"));
        payments.add(1, payment("y", "bad", "5"));
        payments.add(2, payment("z", "nobody", "5"));
        payments.add(payment("p1", "1", "1"));
        payments.add(payment("p1", "2", "1"));

        SyncReport report = sync(patients, payments);

        assertThat(report.patients()).hasToString("53 read: 50 inserted, 2 rejected, 1 collapsed");
        assertThat(report.payments()).hasToString("10005 read: 10000 inserted, 4 rejected, 1 collapsed");
        assertThat(report.paymentsRejectedWithPatients()).isEqualTo(1);
        assertThat(store.totals(PatientFilter.all()).sum()).isEqualByComparingTo(new BigDecimal("49995000"));
        assertThat(store.payment("p9999").orElseThrow().id()).isEqualTo(PAYMENTS);
        assertSound();
    }

    @Test
    void aRefusedOneLeavesNothing() {
        Snapshot wrong = Snapshot.builder()
                .patients(Source.of(patients()))
                .payments(Source.of(payments()))
                .controlTotals(ControlTotals.payments(PAYMENTS, BigDecimal.ONE))
                .build();

        assertThatThrownBy(() -> store.sync(wrong)).isInstanceOf(SnapshotRefusedException.class);

        assertThat(store.totals(PatientFilter.all()).patients()).isZero();
        assertThat(sync(patients(), payments()).payments().inserted()).isEqualTo(PAYMENTS);
        assertSound();
    }

    @Test
    void aPreviewedOneLeavesNothing() {
        Snapshot all = Snapshot.builder()
                .patients(Source.of(patients()))
                .payments(Source.of(payments()))
                .build();

        Preview preview = store.preview(all, 3);

        assertThat(preview.report().payments().inserted()).isEqualTo(PAYMENTS);
        assertThat(preview.changes()).hasSize(3);
        assertThat(store.totals(PatientFilter.all()).patients()).isZero();
        assertThat(store.sync(all).payments().inserted()).isEqualTo(PAYMENTS);
        assertSound();
    }

    @Test
    void paymentsMayFollowTheirPatientsInASetOfTheirOwn() {
        syncPatients(patients().toArray(PatientData[]::new));
        syncPatients(patients().subList(0, 49).toArray(PatientData[]::new));

        SyncReport report = syncPayments(payments().toArray(PaymentData[]::new));

        assertThat(report.payments()).hasToString("10000 read: 9800 inserted, 200 rejected");
        assertThat(store.patient("7").orElseThrow().paymentCount()).isEqualTo(PAYMENTS / PATIENTS);
        assertSound();
    }

    @Test
    void aFirstSetMayBeADelta() {
        syncPatients(patients().toArray(PatientData[]::new));

        SyncReport report =
                store.sync(Delta.builder().payments(Source.of(payments())).build());

        assertThat(report.payments().inserted()).isEqualTo(PAYMENTS);
        assertSound();
    }

    private static List<PatientData> patients() {
        return IntStream.range(0, PATIENTS)
                .mapToObj(i -> patient(Integer.toString(i)))
                .toList();
    }

    private static List<PaymentData> payments() {
        return IntStream.range(0, PAYMENTS)
                .mapToObj(i -> payment("p" + i, Integer.toString(i % PATIENTS), Integer.toString(i)))
                .toList();
    }

    private void assertSound() {
        assertThat(store.verifyIntegrity().counts()).isEmpty();
    }
}
