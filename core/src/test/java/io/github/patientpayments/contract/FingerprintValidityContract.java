package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a stored fingerprint is that of the mirror, and which runs invalidate it. */
class FingerprintValidityContract extends FingerprintContractTest {

    private static final Snapshot BOTH = snapshot(patients(1, 9), payments(1, 9, "1", "5"));

    @BeforeEach
    void fill() {
        store = store(builder -> builder.guard(Guard.defaults().lift(Reason.values()))
                .erasureKey(new byte[32])
                .maxRecordsInMemory(0));
        store.sync(BOTH);
    }

    @Test
    void aRunThatWritesInvalidatesBothFingerprints() {
        List<Runnable> runs = List.of(
                () -> store.sync(patientsOnly(patients(1, 10))),
                () -> store.sync(patientsOnly(patients(1, 8))),
                () -> store.sync(delta(List.of(patient("9", "New", "Name")), List.of())),
                () -> store.sync(delta(List.of(PatientData.deletion("9")), List.of())),
                () -> store.sync(delta(List.of(), List.of(PaymentData.deletion("9")))),
                () -> store.sync(delta(List.of(), payments(10, 10, "2", "1"))),
                () -> store.sync(paymentsOnly(payments(1, 9, "1", "6"))),
                () -> store.erase("9"),
                () -> store.erase("nobody"),
                () -> store.purge(START),
                () -> store.purge(START.minusSeconds(1)),
                () -> store.unsuppress("9"),
                () -> store.unsuppress("nobody"));
        for (int i = 0; i < runs.size(); i++) {
            store.sync(BOTH);
            syncRecognized(BOTH);

            runs.get(i).run();

            for (String stage : List.of(PATIENTS, PAYMENTS)) {
                assertNotRecognizedAfterRun(i, stage);
            }
        }
    }

    @Test
    void theSetThatWasSyncedIsRecognized() {
        store.sync(patientsOnly(patients(1, 10)));
        syncRecognized(patientsOnly(patients(1, 10)));
        assertNotRecognized(paymentsOnly(payments(1, 9, "1", "5")), PAYMENTS);

        store.sync(paymentsOnly(payments(1, 9, "1", "6")));
        syncRecognized(paymentsOnly(payments(1, 9, "1", "6")));
        assertNotRecognized(patientsOnly(patients(1, 10)), PATIENTS);

        store.sync(patientsOnly(patients(1, 10)));
        syncRecognized(snapshot(patients(1, 10), payments(1, 9, "1", "6")));
    }

    @Test
    void returningPaymentsInvalidateTheFingerprintOfPayments() {
        store.sync(patientsOnly(patients(2, 9)));
        store.sync(paymentsOnly(payments(10, 10, "2", "5")));
        syncRecognized(paymentsOnly(payments(10, 10, "2", "5")));
        store.sync(patientsOnly(patients(3, 9)));

        SyncReport report = store.sync(patientsOnly(patients(2, 9)));

        assertThat(report.payments().restored()).isEqualTo(1);
        assertNotRecognized(paymentsOnly(payments(10, 10, "2", "5")), PAYMENTS);
        syncRecognized(patientsOnly(patients(2, 9)));
    }

    @Test
    void clearingCascadedInvalidatesBothFingerprints() {
        store.sync(patientsOnly(patients(2, 9)));
        syncRecognized(patientsOnly(patients(2, 9)));

        SyncReport report = store.sync(paymentsOnly(List.of()));

        assertThat(report.status()).isEqualTo(Status.UNCHANGED);
        assertNotRecognized(patientsOnly(patients(2, 9)), PATIENTS);
        assertThat(store.sync(patientsOnly(patients(1, 9))).payments().restored())
                .isZero();
    }

    @Test
    void aRunThatWritesNothingKeepsBothFingerprints() {
        store.sync(BOTH);
        store.sync(patientsOnly(patients(1, 9)));
        store.sync(paymentsOnly(payments(1, 9, "1", "5")));
        store.sync(BOTH, SyncOptions.defaults().compareInFull());
        store.sync(delta(patients(3, 4), payments(3, 4, "1", "5")));
        store.sync(delta(List.of(PatientData.deletion("unknown")), List.of(invalidPayment("9", "1"))));
        store.preview(snapshot(patients(1, 99), payments(1, 99, "2", "1")), 0);
        store.preview(paymentsOnly(List.of()), 0);
        store.unsuppress("9");
        store.sync(patientsOnly(List.of(patient("1"), PatientData.builder().build())));
        guard();
        refusal(snapshot(List.of(), List.of()));

        assertThat(syncRecognized(BOTH).status()).isEqualTo(Status.UNCHANGED);
    }

    @Test
    void aSetWithARejectionIsNeverRecognized() {
        List<PatientData> patients = patients(1, 9);
        List<PaymentData> payments = payments(1, 9, "1", "5");
        List<Snapshot> sets = List.of(
                patientsOnly(and(patients, invalidPatient("10"))),
                patientsOnly(and(patients, patient("1", "Other", "Name"))),
                patientsOnly(and(patients, PatientData.builder().build())),
                paymentsOnly(and(payments, invalidPayment("10", "1"))),
                paymentsOnly(and(payments, payment("1", "1", "6"))),
                paymentsOnly(and(payments, payment("10", "nobody", "6"))),
                paymentsOnly(and(payments, PaymentData.builder().build())));
        for (Snapshot set : sets) {
            store.sync(BOTH);
            for (int i = 0; i < 2; i++) {
                SyncReport report = store.sync(set);
                assertThat(report.patients().rejected() + report.payments().rejected())
                        .isEqualTo(1);
                assertNotRecognized(set, set.patients().isPresent() ? PATIENTS : PAYMENTS);
            }
            assertThat(syncRecognized(BOTH).status())
                    .as("still the last one without")
                    .isEqualTo(Status.UNCHANGED);
        }
    }

    /** The patients would be recognized if an unreadable payment had not withheld one of them. */
    @Test
    void aSetWithWithheldDeletionsIsNotRecognized() {
        List<PatientData> fewer = patients(2, 9);
        Snapshot withUnreadable = snapshot(
                fewer, List.of(payment("1", "1", "5"), PaymentData.builder().build()));

        SyncReport report = store.sync(withUnreadable);

        assertThat(report.patients().withheld()).isEqualTo(1);
        assertNotRecognized(patientsOnly(fewer), PATIENTS);
        assertThat(store.sync(patientsOnly(fewer)).patients().deleted()).isEqualTo(1);
        assertThat(syncRecognized(patientsOnly(fewer)).patients().unchanged()).isEqualTo(8);
    }

    @Test
    void recognizedPaymentsAreComparedIfPatientsChange() {
        SyncReport report = store.sync(snapshot(patients(2, 9), payments(1, 9, "1", "5")));

        assertThat(report.payments().rejected()).isEqualTo(9);
        assertThat(report.payments().cascaded()).isEqualTo(9);
        assertThat(report.payments().isFullSet()).isTrue();
        assertThat(store.sync(BOTH).payments().restored()).isEqualTo(9);

        List<PaymentData> collapsing = List.of(payment("1", "1", "5"), payment("1", "1", "5"));
        store.sync(snapshot(patients(1, 9), collapsing));
        for (Source<PaymentData> payments : List.of(Source.of(collapsing), Source.once(collapsing.stream()))) {
            SyncReport renamed = store.sync(Snapshot.builder()
                    .patients(Source.of(and(patients(1, 8), patient("9", "New", "Name" + payments.isReopenable()))))
                    .payments(payments)
                    .build());
            assertThat(renamed.patients().updated()).isEqualTo(1);
            assertThat(renamed.payments().collapsed()).isEqualTo(1);
            assertThat(renamed.payments().unchanged()).isEqualTo(1);
        }
        syncRecognized(paymentsOnly(collapsing));
    }

    @Test
    void countsOfRecognizedPaymentsAreReplacedIfTheyAreCompared() {
        List<PaymentData> twice = List.of(payment("1", "1", "5"), payment("1", "1", "5"));
        store.sync(paymentsOnly(twice));
        store.sync(patientsOnly(patients(1, 10)));
        store.sync(paymentsOnly(twice));

        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.of(patients(1, 11)))
                .payments(Source.of(changing(twice, payments(1, 1, "1", "5"))))
                .build());

        assertThat(report.payments().read()).isEqualTo(1);
        assertThat(report.payments().collapsed()).isZero();
        assertThat(report.payments().unchanged()).isEqualTo(1);
    }

    @Test
    void recognizedPaymentsAreNotStagedIfNoPatientChanges() {
        SyncReport report =
                syncRecognized(snapshot(and(patients(1, 9), invalidPatient("10")), payments(1, 9, "1", "5")), PAYMENTS);

        assertThat(report.patients().rejected()).isEqualTo(1);
        assertThat(report.payments().unchanged()).isEqualTo(9);
    }

    @Test
    void theCountsAreThoseOfAFullComparison() {
        store.erase("9");
        Snapshot snapshot = Snapshot.builder()
                .patients(Source.of(and(patients(1, 9), patient("2"))))
                .payments(Source.of(
                        Stream.of(payments(1, 5, "1", "5"), payments(4, 5, "1", "5.0"), payments(6, 8, "9", "5"))
                                .flatMap(List::stream)
                                .toList()))
                .build();
        store.sync(snapshot);
        SyncReport compared = store.sync(snapshot, SyncOptions.defaults().compareInFull());

        SyncReport recognized = syncRecognized(snapshot);
        SyncReport again = syncRecognized(snapshot);

        assertThat(recognized.patients()).isEqualTo(compared.patients()).isEqualTo(again.patients());
        assertThat(recognized.payments()).isEqualTo(compared.payments()).isEqualTo(again.payments());
        assertThat(recognized.patients().suppressed()).isEqualTo(1);
        assertThat(recognized.payments().suppressed()).isEqualTo(3);
        assertThat(recognized.payments().collapsed()).isEqualTo(2);
    }

    @Test
    void aSourceThatChangesBetweenReadingsIsMirroredAsReadLast() {
        SyncReport report = store.sync(patientsOnlyOf(patients(1, 10), patients(1, 12)));

        assertThat(report.patients().read()).isEqualTo(12);
        assertThat(store.patient("12")).isPresent();
        assertNotRecognized(patientsOnly(patients(1, 10)), PATIENTS);
        syncRecognized(patientsOnly(patients(1, 12)));

        SyncReport hit = store.sync(patientsOnlyOf(patients(1, 12), List.of()));
        assertThat(hit.patients().unchanged()).as("read once").isEqualTo(12);

        SyncReport late = store.sync(patientsOnlyOf(patients(1, 13), patients(1, 12)));
        assertThat(late.status()).isEqualTo(Status.UNCHANGED);
        assertThat(late.patients().read()).isEqualTo(12);
        syncRecognized(patientsOnly(patients(1, 12)));
    }

    /**
     * An unreadable payment could be any, so it withholds patients whose deletion would cascade, whenever it is read.
     */
    @Test
    void anUnreadablePaymentInTheSecondReadingWithholdsPatients() {
        List<PaymentData> stored = payments(1, 9, "1", "5");

        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.of(patients(2, 9)))
                .payments(
                        Source.of(changing(stored, List.of(PaymentData.builder().build()))))
                .build());

        assertThat(report.patients().withheld()).isEqualTo(1);
        assertThat(store.patient("1").orElseThrow().paymentCount()).isEqualTo(9);
    }

    private void assertNotRecognizedAfterRun(int run, String stage) {
        Snapshot set = stage.equals(PATIENTS) ? patientsOnly(patients(1, 9)) : paymentsOnly(payments(1, 9, "1", "5"));
        try {
            assertNotRecognized(set, stage);
        } catch (AssertionError e) {
            throw new AssertionError("after run " + run + " of the list", e);
        }
    }

    private static Snapshot patientsOnlyOf(List<PatientData> first, List<PatientData> then) {
        return Snapshot.builder().patients(Source.of(changing(first, then))).build();
    }

    private static <T> Iterable<T> changing(List<T> first, List<T> then) {
        Iterator<List<T>> readings = List.of(first, then).iterator();
        return () -> readings.next().iterator();
    }

    private static <T> List<T> and(List<T> records, T more) {
        return Stream.concat(records.stream(), Stream.of(more)).toList();
    }
}
