package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many records may be deleted at once: 20 %, or fewer than 5; in a small store no more than half. */
class DeletionGuardContract extends GuardedContractTest {

    @ParameterizedTest
    @CsvSource({"3,2", "4,2", "6,3", "8,4", "19,4", "20,4", "25,5", "100,20", "1000,200"})
    void deletionsUpToTheLimitAreApplied(int live, int gone) {
        store.sync(snapshot(patients(1, live), payments(1, live, "1", "0")));

        SyncReport ofPayments = store.sync(paymentsOnly(payments(gone + 1, live, "1", "0")));
        SyncReport ofPatients = store.sync(patientsOnly(patients(1, live - gone)));

        assertThat(ofPayments.payments().deleted()).isEqualTo(gone);
        assertThat(ofPatients.patients().deleted()).isEqualTo(gone);
    }

    @ParameterizedTest
    @CsvSource({
        "4,3,75 %",
        "5,3,60 %",
        "7,4,57.1 %",
        "6,5,83.3 %",
        "24,5,20.8 %",
        "25,6,24 %",
        "29,6,20.7 %",
        "100,21,21 %",
        "1000,201,20.1 %"
    })
    void oneDeletionMoreIsRefused(int live, int gone, String share) {
        store.sync(snapshot(patients(1, live), payments(1, live, "1", "0")));

        SnapshotRefusedException ofPayments = refusal(paymentsOnly(payments(gone + 1, live, "1", "0")));
        SnapshotRefusedException ofPatients = refusal(patientsOnly(patients(1, live - gone)));

        assertThat(reasons(ofPayments)).containsExactly(Reason.DELETIONS);
        assertThat(ofPayments)
                .hasMessageContaining(gone + " of " + live + " live payments")
                .hasMessageContaining(share);
        assertThat(ofPayments).hasMessageContaining("allowed: up to 20 %, or fewer than 5");
        assertThat(reasons(ofPatients)).containsExactly(Reason.DELETIONS);
        assertThat(ofPatients)
                .hasMessageContaining(gone + " of " + live + " live patients")
                .hasMessageContaining(share);
        assertThat(ofPatients.report().patients().deleted()).isEqualTo(gone);
        assertThat(store.totals(PatientFilter.all()).patients()).isEqualTo(live);
    }

    @Test
    void tombstonesDoNotCountAndInsertionsDoNotOffsetDeletions() {
        store.sync(patientsOnly(patients(1, 25)));
        store.sync(patientsOnly(patients(6, 25)));

        assertRefused(patientsOnly(patients(11, 99)), Reason.DELETIONS);
        assertRefused(patientsOnly(patients(1, 20)), Reason.DELETIONS);
        assertThat(store.sync(patientsOnly(patients(1, 21))).patients().deleted())
                .isEqualTo(4);
    }

    @Test
    void cascadedPaymentsCount() {
        List<PatientData> patients = patients(1, 10);
        List<PaymentData> payments = new ArrayList<>(payments(1, 20, "1", "0"));
        payments.addAll(payments(21, 26, "2", "0"));
        store.sync(snapshot(patients, payments));

        SnapshotRefusedException refused = refusal(patientsOnly(without(patients, "2")));

        assertThat(reasons(refused)).containsExactly(Reason.DELETIONS);
        assertThat(refused).hasMessageContaining("6 of 26 live payments");
        assertThat(refused.report().payments().cascaded()).isEqualTo(6);
        assertThat(store.sync(snapshot(without(patients, "2"), payments(1, 26, "1", "0")))
                        .payments()
                        .updated())
                .as("moved away in time")
                .isEqualTo(6);
    }

    @Test
    void cascadesAndDeletionsAreAddedUp() {
        List<PaymentData> payments = new ArrayList<>(payments(1, 21, "1", "0"));
        payments.addAll(payments(22, 24, "2", "0"));
        store.sync(snapshot(patients(1, 2), payments));

        SnapshotRefusedException refused = refusal(snapshot(patients(1, 1), payments.subList(2, 24)));
        SyncReport report = store.sync(snapshot(patients(1, 1), payments.subList(1, 24)));

        assertThat(refused).hasMessageContaining("5 of 24 live payments");
        assertThat(refused.report().payments().cascaded()).isEqualTo(3);
        assertThat(report.payments().deleted()).isEqualTo(4);
        assertThat(report.payments().cascaded()).isEqualTo(3);
    }

    @Test
    void withheldDeletionsDoNotCount() {
        store.sync(snapshot(patients(1, 10), payments(1, 10, "1", "1")));
        PatientData unreadable =
                PatientData.builder().firstName("No").lastName("Id").build();
        PaymentData unreadablePayment =
                PaymentData.builder().patientExternalId("1").build();

        SyncReport report = store.sync(
                snapshot(List.of(patient("1"), unreadable), List.of(payment("1", "1", "1"), unreadablePayment)));

        assertThat(report.patients().withheld()).isEqualTo(9);
        assertThat(report.payments().withheld()).isEqualTo(9);
        assertThat(report.patients().deleted() + report.payments().deleted()).isZero();
    }

    @Test
    void rejectedRecordsAreNotDeletions() {
        store = guarded(Guard.defaults().lift(Reason.TOO_MANY_REJECTIONS));
        store.sync(snapshot(patients(1, 10), payments(1, 10, "1", "1")));

        SyncReport report = store.sync(snapshot(
                IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> i == 1 ? patient("1") : invalidPatient("" + i))
                        .toList(),
                IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> i == 1 ? payment("1", "1", "1") : invalidPayment("" + i, "1"))
                        .toList()));

        assertThat(report.patients().retained() + report.payments().retained()).isEqualTo(18);
    }

    @Test
    void paymentsAssignedToAnErasedPatientCount() {
        store = store(builder -> builder.guard(Guard.defaults()).erasureKey(new byte[32]));
        store.sync(snapshot(patients(1, 2), payments(1, 10, "1", "7")));
        store.erase("2");
        List<PaymentData> moved = new ArrayList<>(payments(1, 4, "1", "7"));
        moved.addAll(payments(5, 10, "2", "7"));

        SnapshotRefusedException refused = refusal(snapshot(patients(1, 2), moved));

        assertThat(refused).hasMessageContaining("6 of 10 live payments would be deleted");
        assertThat(refused.report().payments().suppressed()).isEqualTo(6);
    }

    @Test
    void deletionsInADeltaCount() {
        store.sync(snapshot(patients(1, 25), payments(1, 25, "1", "0")));

        assertRefused(
                delta(
                        IntStream.rangeClosed(2, 7)
                                .mapToObj(i -> PatientData.deletion("" + i))
                                .toList(),
                        List.of()),
                Reason.DELETIONS);
        assertRefused(
                delta(
                        List.of(),
                        IntStream.rangeClosed(2, 7)
                                .mapToObj(i -> PaymentData.deletion("" + i))
                                .toList()),
                Reason.DELETIONS);
        SyncReport report = store.sync(delta(
                IntStream.rangeClosed(21, 30)
                        .mapToObj(i -> PatientData.deletion("" + i))
                        .toList(),
                List.of()));
        assertThat(report.patients().deleted()).as("the others are unknown").isEqualTo(5);
    }

    @Test
    void theLimitIsAnOptionOfTheStoreAndCanBeLiftedOnce() {
        store.sync(patientsOnly(patients(1, 10)));
        store = guarded(Guard.defaults().deletions(Guard.Limit.percent(50).atLeast(2)));
        assertThat(store.sync(patientsOnly(patients(1, 5))).patients().deleted())
                .isEqualTo(5);
        assertThat(refusal(patientsOnly(patients(1, 2))))
                .hasMessageContaining("3 of 5 live patients")
                .hasMessageContaining("allowed: up to 50 %, or fewer than 2");

        store = guarded(Guard.defaults().deletions(Guard.Limit.percent(0)));
        assertThat(refusal(patientsOnly(patients(1, 4)))).hasMessageContaining("1 of 5 live patients");

        assertThat(store.sync(patientsOnly(patients(1, 4)), lifting(Reason.DELETIONS))
                        .patients()
                        .deleted())
                .isEqualTo(1);
        assertRefused(patientsOnly(patients(1, 3)), Reason.DELETIONS);
        store = guarded(Guard.defaults().deletions(Guard.Limit.percent(0)).lift(Reason.DELETIONS));
        assertThat(store.sync(patientsOnly(patients(1, 3))).patients().deleted())
                .isEqualTo(1);
    }

    private static List<PatientData> without(List<PatientData> patients, String externalId) {
        return patients.stream()
                .filter(patient -> !patient.externalId().orElseThrow().equals(externalId))
                .toList();
    }
}
