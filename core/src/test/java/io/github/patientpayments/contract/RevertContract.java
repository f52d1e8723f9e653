package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.Payment;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Kind;
import io.github.patientpayments.sync.SyncRun.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A revert makes the mirror what it was as of an earlier run. */
class RevertContract extends GuardedContractTest {

    private static final Snapshot MONDAY = snapshot(
            List.of(patient("A"), patient("B"), patient("C")),
            List.of(
                    payment("1", "A", "10"),
                    payment("2", "A", "20"),
                    payment("3", "B", "30"),
                    payment("4", "C", "-5")));

    /**
     * Renames A, deletes C and its payment, moves payment 2, changes payment 3, and brings a patient with a payment.
     */
    private static final Snapshot TUESDAY = snapshot(
            List.of(patient("A", "Other", "Name"), patient("B"), patient("D")),
            List.of(payment("1", "A", "10"), payment("2", "B", "20"), payment("3", "B", "33"), payment("5", "D", "7")));

    @BeforeEach
    void fill() {
        store = store(builder -> builder.guard(UNGUARDED).erasureKey(ErasureContract.KEY));
        store.sync(MONDAY);
    }

    @Test
    void everythingIsWhatItWas() {
        List<String> monday = contents(store);
        store.sync(TUESDAY);
        assertThat(contents(store)).isNotEqualTo(monday);

        SyncReport report = store.revertTo(1);

        assertThat(report.kind()).isEqualTo(Kind.REVERT);
        assertThat(report.status()).isEqualTo(Status.APPLIED);
        assertThat(report.revertedTo()).hasValue(1);
        assertThat(report.patients()).hasToString("none read: 1 updated, 1 restored, 1 deleted");
        assertThat(report.payments()).hasToString("none read: 2 updated, 1 restored, 1 deleted");
        assertThat(contents(store)).isEqualTo(monday);
        assertThat(store.patient("A").orElseThrow().paymentTotal()).isEqualTo("30.00");
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    @Test
    void itIsARunOfTheLog() {
        store.sync(TUESDAY);
        SyncReport report = store.revertTo(1);

        SyncRun logged = store.syncRuns(1).get(0);
        assertThat(logged.number()).isEqualTo(3);
        assertThat(logged.kind()).isEqualTo(Kind.REVERT);
        assertThat(logged.revertedTo()).hasValue(1);
        assertThat(logged.attempt()).isEqualTo(report.attempt());
        assertThat(logged).asString().startsWith("Run 3 REVERT to run 1 APPLIED at ");
        assertThat(store.syncRuns(2).get(1).revertedTo()).isEmpty();
    }

    @Test
    void recordsKeepTheirIdsAndCreationTimes() {
        Patient before = store.patient("C").orElseThrow();
        store.sync(TUESDAY);
        SyncReport report = store.revertTo(1);

        Patient after = store.patient("C").orElseThrow();
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after.updatedAt()).isEqualTo(report.time());
        assertThat(store.patient("B").orElseThrow().updatedAt()).isEqualTo(before.updatedAt());
    }

    @Test
    void theHistoryKeepsWhatWasUndone() {
        store.sync(TUESDAY);
        List<String> tuesday = contents(store);
        store.revertTo(1);

        assertThat(contents(store.history().asOfRun(2))).isEqualTo(tuesday);
        assertThat(store.history().changes(store.history().cursorAfter(2), 100).changes())
                .extracting(change -> change.kind() + " " + change.recordType() + " "
                        + change.externalId().orElse(""))
                .containsExactly(
                        "UPDATED PATIENT A",
                        "RESTORED PATIENT C",
                        "UPDATED PAYMENT 2",
                        "UPDATED PAYMENT 3",
                        "RESTORED PAYMENT 4",
                        "DELETED PAYMENT 5",
                        "DELETED PATIENT D");
    }

    @Test
    void aRevertCanBeReverted() {
        store.sync(TUESDAY);
        List<String> tuesday = contents(store);
        store.revertTo(1);

        store.revertTo(2);

        assertThat(contents(store)).isEqualTo(tuesday);
    }

    @Test
    void theEmptyMirrorComesBackToo() {
        SyncReport report = store.revertTo(0);

        assertThat(report.patients().deleted()).isEqualTo(3);
        assertThat(contents(store)).isEmpty();
    }

    @Test
    void theLastRunChangesNothing() {
        SyncReport report = store.revertTo(1);

        assertThat(report.status()).isEqualTo(Status.UNCHANGED);
        assertThat(store.sync(MONDAY).status()).isEqualTo(Status.UNCHANGED);
    }

    @Test
    void theNextSnapshotDecidesAgain() {
        store.sync(TUESDAY);
        List<String> tuesday = contents(store);
        store.revertTo(1);

        SyncReport report = store.sync(TUESDAY);

        assertThat(report.status()).isEqualTo(Status.APPLIED);
        assertThat(contents(store)).isEqualTo(tuesday);
    }

    @Test
    void noGuardIsApplied() {
        store.sync(TUESDAY);
        store = guarded(Guard.defaults().requireControlTotals().check(report -> Optional.of("Never.")));

        assertThat(store.revertTo(0).status()).isEqualTo(Status.APPLIED);
    }

    @Test
    void aPreviewShowsTheRevertAndChangesNothing() {
        store.sync(TUESDAY);
        Map<String, List<String>> before = everything();

        Preview preview = store.previewRevert(1);

        assertThat(everything()).isEqualTo(before);
        assertThat(preview.baseRun()).isEqualTo(2);
        assertThat(preview.refusals()).isEmpty();
        assertThat(preview.report().revertedTo()).hasValue(1);
        assertThat(preview.changes()).extracting(Change::kind).hasSize(7);
        SyncReport report = store.revertTo(1, SyncOptions.defaults().onBase(preview.baseRun()));
        assertThat(report.patients()).hasToString(preview.report().patients().toString());
        assertThat(report.payments()).hasToString(preview.report().payments().toString());
    }

    @Test
    void aRevertOnAnotherBaseCanBeAllowed() {
        store.sync(TUESDAY);
        store.sync(patientsOnly(List.of(patient("A"), patient("E"))));

        SyncReport report = store.revertTo(1, SyncOptions.defaults().onBase(2).lift(Reason.BASE_MOVED));

        assertThat(report.revertedTo()).hasValue(1);
    }

    @Test
    void aRevertOnAnotherBaseIsRefused() {
        store.sync(TUESDAY);
        store.sync(patientsOnly(List.of(patient("A"), patient("E"))));
        Map<String, List<String>> before = everythingButTheLog();
        SyncOptions onTuesday = SyncOptions.defaults().onBase(2);

        assertThat(store.previewRevert(1, onTuesday, 10).refusals())
                .extracting(refusal -> refusal.reason())
                .containsExactly(Reason.BASE_MOVED);
        assertThatThrownBy(() -> store.revertTo(1, onTuesday))
                .isInstanceOf(SnapshotRefusedException.class)
                .hasMessageContaining("run 3");

        assertThat(everythingButTheLog()).isEqualTo(before);
        SyncRun logged = store.syncRuns(1).get(0);
        assertThat(logged.status()).isEqualTo(Status.REFUSED);
        assertThat(logged.kind()).isEqualTo(Kind.REVERT);
        assertThat(logged.revertedTo()).hasValue(1);
    }

    @Test
    void deletionsCanBeWithheld() {
        store.sync(TUESDAY);

        SyncReport report = store.revertTo(1, SyncOptions.defaults().withholdDeletions());

        assertThat(report.patients()).hasToString("none read: 1 updated, 1 restored, 1 withheld");
        assertThat(report.payments()).hasToString("none read: 2 updated, 1 restored, 1 withheld");
        assertThat(store.patient("D")).isPresent();
        assertThat(store.payment("5")).isPresent();
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    @Test
    void erasedPatientsStayErased() {
        store.sync(TUESDAY);
        store.erase("A");

        store.revertTo(1);

        assertThat(store.patient("A")).isEmpty();
        // Payment 2 was A's as of run 1, and that is forgotten.
        assertThat(contents(store))
                .containsExactlyElementsOf(contents(store.history().asOfRun(1)));
        assertThat(store.payment("2")).isEmpty();
        assertThat(store.sync(TUESDAY).payments().restored()).isGreaterThan(0);
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    @Test
    void aStoreWithErasuresIsRevertedWithoutTheirKey() {
        store.erase("B");
        store = guarded(UNGUARDED);

        assertThat(store.revertTo(0).patients().deleted()).isEqualTo(2);
    }

    /** No set that the mirror equals holds them. */
    @Test
    void paymentsThatWereNotThereDoNotReturnWithTheirPatients() {
        store.sync(TUESDAY);
        store.revertTo(1);
        SyncReport report = store.sync(patientsOnly(List.of(patient("A"), patient("B"), patient("C"), patient("D"))));

        assertThat(report.payments().restored()).isZero();
        assertThat(store.payment("5")).isEmpty();
    }

    @Test
    void aPaymentThatWentWithItsPatientSinceDoesNotWaitForIt() {
        store.sync(TUESDAY);
        store.sync(patientsOnly(List.of(patient("A"))));
        store.revertTo(1);
        assertThat(store.verifyIntegrity()).hasToString("Sound");
        store.sync(patientsOnly(List.of(patient("A"))));

        SyncReport report = store.sync(patientsOnly(List.of(patient("A"), patient("B"), patient("C"), patient("D"))));

        assertThat(report.payments().restored()).as("of B and C").isEqualTo(2);
        assertThat(store.payment("5")).isEmpty();
        assertThat(store.verifyIntegrity()).hasToString("Sound");
    }

    @Test
    void anUnknownRunIsRefusedAndAPurgedOneToo() {
        store.sync(TUESDAY);
        assertThatThrownBy(() -> store.revertTo(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no run 3: the last one is 2");
        assertThatThrownBy(() -> store.revertTo(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.previewRevert(3)).isInstanceOf(IllegalArgumentException.class);
        store.purge(store.syncRuns(1).get(0).time());
        Map<String, List<String>> before = everything();

        assertThatThrownBy(() -> store.revertTo(1)).isInstanceOf(HistoryPurgedException.class);
        assertThatThrownBy(() -> store.previewRevert(1)).isInstanceOf(HistoryPurgedException.class);

        assertThat(everything()).isEqualTo(before);
        assertThat(store.revertTo(2).status()).isEqualTo(Status.UNCHANGED);
    }

    @Test
    void theExportTimesStay() {
        Instant export = START.minusSeconds(60);
        store.sync(exportedAt(export, "1"));
        store.sync(exportedAt(export.plusSeconds(30), "2"));
        store.revertTo(2);
        store = guarded(Guard.defaults());

        assertRefused(exportedAt(export.plusSeconds(1), "3"), Reason.STALE, Reason.STALE);
    }

    /** To a listener a success means that the mirror is up to date. */
    @Test
    void theListenerHearsOfSyncsOnly() {
        List<SyncReport> finished = new ArrayList<>();
        store = store(builder -> builder.listener(new SyncListener() {
            @Override
            public void finished(SyncReport report) {
                finished.add(report);
            }
        }));
        store.sync(TUESDAY);
        store.revertTo(1);

        assertThat(finished).extracting(SyncRun::kind).containsExactly(Kind.SNAPSHOT);
    }

    private static Snapshot exportedAt(Instant time, String amount) {
        return Snapshot.builder()
                .patients(Source.of(List.of(patient("A"))))
                .payments(Source.of(List.of(payment("1", "A", amount))))
                .exportedAt(time)
                .build();
    }

    private static List<String> contents(Mirror mirror) {
        Stream<String> patients = mirror.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID)).items().stream()
                .map(RevertContract::content);
        Stream<String> payments = mirror.payments(PaymentFilter.all(), PageRequest.by(PaymentSort.ID)).items().stream()
                .map(RevertContract::content);
        return Stream.concat(patients, payments).toList();
    }

    private static String content(Patient patient) {
        BigDecimal total = patient.paymentTotal();
        return patient.id() + " " + patient.firstName() + " " + patient.lastName() + " " + total + " in "
                + patient.paymentCount();
    }

    private static String content(Payment payment) {
        return payment.id() + " " + payment.patientExternalId() + " " + payment.amount();
    }
}
