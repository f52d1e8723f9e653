package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sync that applies everything except deletions. */
class WithheldDeletionsContract extends GuardedContractTest {

    private static final SyncOptions WITHHOLDING = SyncOptions.defaults().withholdDeletions();

    @BeforeEach
    void fill() {
        store = store(builder -> builder.guard(Guard.defaults()).erasureKey(new byte[32]));
        store.sync(snapshot(patients(1, 10), payments(1, 10, "10", "5")));
    }

    @Test
    void newChangedAndReturningRecordsAreWrittenAndMissingOnesStay() {
        store.sync(patientsOnly(patients(1, 9)), lifting(Reason.DELETIONS));
        List<PatientData> truncated = new ArrayList<>(patients(10, 11));
        truncated.add(patient("1", "Other", "Name"));
        Snapshot snapshot = snapshot(truncated, payments(1, 1, "10", "6"));
        SnapshotRefusedException refused = refusal(snapshot);
        assertThat(reasons(refused)).containsOnly(Reason.DELETIONS);
        assertThat(refused).hasMessageContaining("withholdDeletions()");

        SyncReport report = store.sync(snapshot, WITHHOLDING);

        assertThat(report.patients()).hasToString("3 read: 1 inserted, 1 updated, 1 restored, 8 withheld");
        assertThat(report.payments().restored()).isEqualTo(1);
        assertThat(report.payments().deleted()).isZero();
        assertThat(store.patient("9")).isPresent();
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    @Test
    void noPaymentIsDeletedWithItsPatient() {
        SyncReport report = store.sync(patientsOnly(patients(1, 9)), WITHHOLDING);

        assertThat(report.patients()).hasToString("9 read: 9 unchanged, 1 withheld");
        assertThat(report.status()).isEqualTo(Status.UNCHANGED);
        assertThat(store.payment("10")).isPresent();
    }

    @Test
    void aDeltaDeletesNothing() {
        SyncReport report = store.sync(
                delta(List.of(PatientData.deletion("1")), List.of(PaymentData.deletion("1"), payment("2", "10", "6"))),
                WITHHOLDING);

        assertThat(report.patients().withheld()).isEqualTo(1);
        assertThat(report.payments().withheld()).isEqualTo(1);
        assertThat(report.payments().updated()).isEqualTo(1);
        assertThat(store.patient("1")).isPresent();
        assertThat(store.payment("1")).isPresent();
    }

    @Test
    void anElementThatNamesAnErasedPatientTakesNoPaymentAway() {
        store.erase("9");

        SyncReport report = store.sync(paymentsOnly(payments(1, 10, "9", "5")), WITHHOLDING);

        assertThat(report.payments().withheld()).isEqualTo(10);
        assertThat(store.patient("10").orElseThrow().paymentTotal()).isEqualByComparingTo("50");
    }

    @Test
    void theSameAgainChangesNothingAndTheNextOrdinarySyncDecides() {
        Snapshot truncated = snapshot(patients(1, 10), payments(1, 9, "10", "6"));
        SyncOptions options = WITHHOLDING.lift(Reason.CHANGES);
        store.sync(truncated, options);
        Map<String, List<String>> before = everythingButTheLog();

        SyncReport again = store.sync(truncated, options);

        assertThat(again.status()).isEqualTo(Status.UNCHANGED);
        assertThat(again.payments()).hasToString("9 read: 9 unchanged, 1 withheld");
        assertThat(everythingButTheLog()).isEqualTo(before);
        assertThat(store.sync(truncated).payments().deleted()).isEqualTo(1);
    }

    @Test
    void aPreviewWithholdsThemToo() {
        SyncReport report =
                store.preview(patientsOnly(patients(1, 1)), WITHHOLDING, 0).report();

        assertThat(report.patients().withheld()).isEqualTo(9);
        assertThat(report.payments().deleted()).isZero();
    }

    @Test
    void aOneShotSourceIsWithheldFromToo() {
        SyncReport report = store.sync(
                Snapshot.builder()
                        .patients(Source.once(patients(1, 9).stream()))
                        .payments(Source.once(payments(1, 9, "1", "5").stream()))
                        .build(),
                WITHHOLDING.lift(Reason.CHANGES));

        assertThat(report.patients().withheld()).isEqualTo(1);
        assertThat(report.payments()).hasToString("9 read: 9 updated, 1 withheld");
    }

    /** Each would withhold the deletions alone; a record is counted once. */
    @Test
    void anElementWithoutAnIdWithholdsNothingMore() {
        List<PatientData> truncated = new ArrayList<>(patients(1, 9));
        truncated.add(PatientData.builder().firstName("No").lastName("Id").build());
        Snapshot snapshot = snapshot(truncated, payments(1, 9, "1", "5"));

        SyncReport report = store.sync(snapshot, WITHHOLDING.lift(Reason.CHANGES));

        assertThat(report.patients()).hasToString("10 read: 9 unchanged, 1 rejected, 1 withheld");
        assertThat(report.payments()).hasToString("9 read: 9 updated, 1 withheld");
        assertThat(store.patient("10")).isPresent();
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    /** Nothing to withhold, and still no proof that the mirror equals the set. */
    @Test
    void noFingerprintIsSet() {
        store.sync(snapshot(patients(1, 11), payments(1, 10, "10", "5")), WITHHOLDING);

        assertThat(rows("SELECT patients_fingerprint, payments_fingerprint FROM " + schema + ".store_state"))
                .containsExactly("[null, null]");
    }
}
