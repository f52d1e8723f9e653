package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many records may be new or restored at once, if the store limits it. */
class InsertionGuardContract extends GuardedContractTest {

    @Test
    void areNotLimitedByDefault() {
        store.sync(patientsOnly(patients(1, 10)));

        assertThat(store.sync(patientsOnly(patients(1, 100))).patients().inserted())
                .isEqualTo(90);
    }

    /** An export with other ids inserts everything again; deltas do so without a deletion. */
    @Test
    void areLimitedByTheLiveRecordsBefore() {
        store.sync(patientsOnly(patients(1, 20)));
        store = guarded(Guard.defaults().insertions(Guard.Limit.percent(10).atLeast(20)));

        assertThat(refusal(delta(patients(101, 103), List.of())))
                .hasMessageContaining(
                        "INSERTIONS: 3 patients would be new or restored, and 20 are live (15 %; allowed: up"
                                + " to 10 %).");
        assertThat(store.sync(delta(patients(101, 102), List.of())).patients().inserted())
                .isEqualTo(2);
    }

    @Test
    void aStoreWithFewRecordsIsStillBeingFilled() {
        store = guarded(Guard.defaults().insertions(Guard.Limit.percent(10).atLeast(20)));

        assertThat(store.sync(snapshot(patients(1, 19), payments(1, 19, "1", "5")))
                        .payments()
                        .inserted())
                .isEqualTo(19);
        assertThat(store.sync(patientsOnly(patients(1, 99))).patients().inserted())
                .isEqualTo(80);
    }

    /** They come back without an element of their own. */
    @Test
    void paymentsThatReturnWithTheirPatientCount() {
        store.sync(snapshot(patients(1, 40), payments(1, 40, "1", "5")));
        store.sync(patientsOnly(patients(2, 40)), lifting(Reason.DELETIONS));
        store.sync(delta(List.of(), payments(101, 110, "2", "5")));
        store = guarded(Guard.defaults().insertions(Guard.Limit.percent(50)));

        SnapshotRefusedException refused = refusal(patientsOnly(patients(1, 40)));

        assertThat(reasons(refused)).containsExactly(Reason.INSERTIONS);
        assertThat(refused).hasMessageContaining("40 payments would be new or restored, and 10 are live");
    }

    @Test
    void restoredRecordsCount() {
        store.sync(snapshot(patients(1, 40), payments(1, 40, "1", "5")));
        store.sync(snapshot(patients(1, 20), payments(1, 20, "1", "5")), lifting(Reason.DELETIONS));
        store = guarded(Guard.defaults().insertions(Guard.Limit.percent(50)));

        assertRefused(patientsOnly(patients(1, 31)), Reason.INSERTIONS);
        assertRefused(paymentsOnly(payments(1, 31, "1", "5")), Reason.INSERTIONS);
        assertThat(store.sync(patientsOnly(patients(1, 31)), lifting(Reason.INSERTIONS))
                        .patients()
                        .restored())
                .isEqualTo(11);
    }
}
