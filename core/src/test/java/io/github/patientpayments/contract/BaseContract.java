package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncRun.Status;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sync is refused if the mirror has changed since the base that it names. */
class BaseContract extends GuardedContractTest {

    @BeforeEach
    void fill() {
        store = store(builder -> builder.guard(Guard.defaults()).erasureKey(new byte[32]));
        store.sync(snapshot(patients(1, 9), payments(1, 9, "1", "5")));
    }

    @Test
    void aPreviewHasTheBaseRun() {
        assertThat(base()).isEqualTo(1);
        store.sync(patientsOnly(patients(1, 9)));
        assertThat(base()).isEqualTo(1);
        store.sync(patientsOnly(patients(1, 10)));
        assertThat(base()).isEqualTo(3);
    }

    @Test
    void aNewStoreHasBaseZero() {
        emptyStore();
        guard();

        assertThat(base()).isZero();
        assertRefusedOn(1);
        assertThat(store.sync(
                                patientsOnly(patients(1, 1)),
                                SyncOptions.defaults().onBase(0))
                        .number())
                .isEqualTo(2);
    }

    @Test
    void everyRunThatChangesTheMirrorMovesTheBase() {
        List<Runnable> changes = List.of(
                () -> store.sync(patientsOnly(patients(1, 10))),
                () -> store.sync(paymentsOnly(payments(1, 10, "1", "5"))),
                () -> store.sync(delta(List.of(patient("10", "New", "Name")), List.of())),
                () -> store.erase("9"),
                () -> store.erase("nobody"),
                () -> store.unsuppress("nobody"));
        for (Runnable change : changes) {
            long before = base();

            change.run();

            assertRefusedOn(before);
            assertThat(base()).isGreaterThan(before);
        }
    }

    @Test
    void aRunThatChangesNothingDoesNotMoveTheBase() {
        long before = base();
        refusal(patientsOnly(List.of()));
        store.sync(snapshot(patients(1, 9), payments(1, 9, "1", "5")));
        store.sync(
                snapshot(patients(1, 9), payments(1, 9, "1", "5")),
                SyncOptions.defaults().compareInFull());
        store.sync(delta(List.of(PatientData.deletion("unknown")), List.of()));
        store.sync(patientsOnly(List.of(patient("1"), PatientData.builder().build())));
        store.preview(patientsOnly(patients(1, 99)), 0);
        store.unsuppress("9");

        assertThat(base()).isEqualTo(before);
        assertThat(store.sync(
                                patientsOnly(patients(1, 10)),
                                SyncOptions.defaults().onBase(before))
                        .status())
                .isEqualTo(Status.APPLIED);
    }

    @Test
    void aMovedBaseIsReportedWithBothRuns() {
        store.sync(patientsOnly(patients(1, 10)));

        SnapshotRefusedException refused =
                refusal(patientsOnly(patients(1, 11)), SyncOptions.defaults().onBase(1));

        assertThat(reasons(refused)).containsExactly(Reason.BASE_MOVED);
        assertThat(refused)
                .hasMessageContaining("It was to be applied on run 1, and run 2 has changed the store since: make a new"
                        + " preview.");
        assertThat(refused.report().patients().inserted()).isEqualTo(1);
    }

    @Test
    void theBaseIsAnOptionOfTheStoreAndCanBeLifted() {
        assertThat(store.sync(
                                patientsOnly(patients(1, 10)),
                                lifting(Reason.BASE_MOVED).onBase(99))
                        .patients()
                        .inserted())
                .isEqualTo(1);
        store = guarded(Guard.defaults().lift(Reason.BASE_MOVED));
        assertThat(store.sync(
                                patientsOnly(patients(1, 11)),
                                SyncOptions.defaults().onBase(99))
                        .patients()
                        .inserted())
                .isEqualTo(1);
    }

    private long base() {
        return store.preview(patientsOnly(patients(1, 1)), 0).baseRun();
    }

    private void assertRefusedOn(long base) {
        assertThat(reasons(refusal(
                        patientsOnly(patients(1, 9)), SyncOptions.defaults().onBase(base))))
                .contains(Reason.BASE_MOVED);
    }
}
