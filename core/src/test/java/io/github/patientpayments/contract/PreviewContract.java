package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.WatchedStream;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A preview reports what a sync would do, and changes nothing. */
class PreviewContract extends GuardedContractTest {

    @BeforeEach
    void fill() {
        store.sync(snapshot(patients(1, 20), payments(1, 20, "1", "5")));
    }

    @Test
    void aPreviewWritesNothingNotEvenToTheLog() {
        Map<String, List<String>> before = everything();

        for (SyncInput input : inputs()) {
            store.preview(input, 0);
            assertThat(everything()).isEqualTo(before);
        }
    }

    @Test
    void aPreviewHasTheReportOfTheSync() {
        for (SyncInput input : inputs()) {
            Preview preview = store.preview(input, 0);

            SyncReport report;
            try {
                report = store.sync(input, SyncOptions.defaults().onBase(preview.baseRun()));
                assertThat(preview.refusals()).isEmpty();
            } catch (SnapshotRefusedException e) {
                report = e.report();
                assertThat(preview.refusals()).isEqualTo(e.refusals());
            }

            assertSame(preview.report(), report);
        }
    }

    @Test
    void aRefusalIsReturnedAndNotThrown() {
        Preview preview = store.preview(RefusalContract.refusedSnapshot(), 0);

        assertThat(preview.refusals())
                .extracting(refusal -> refusal.reason())
                .isNotEmpty()
                .containsOnly(Reason.DELETIONS);
        assertThat(preview.report().status()).isEqualTo(Status.REFUSED);
        assertThat(preview.report().refusedFor()).containsExactly(Reason.DELETIONS);
        assertThat(preview.report().number()).isEqualTo(2);
        assertThat(preview.report().rejections()).hasSize(3);
        assertThat(preview.toString()).contains("refused: DELETIONS: ", "on run 1");
        assertThat(store.syncRuns(9)).hasSize(1);
        assertThat(store.patient("20")).isPresent();
    }

    @Test
    void aPreviewFollowsTheOptionsOfTheSync() {
        Preview lifted = store.preview(
                RefusalContract.refusedSnapshot(), SyncOptions.defaults().lift(Reason.DELETIONS), 0);
        assertThat(lifted.refusals()).isEmpty();
        assertThat(lifted.report().status()).isEqualTo(Status.APPLIED);

        Preview moved = store.preview(
                RefusalContract.refusedSnapshot(), SyncOptions.defaults().onBase(0), 0);
        assertThat(moved.refusals()).extracting(refusal -> refusal.reason()).contains(Reason.BASE_MOVED);
        assertThat(store.syncRuns(9)).hasSize(1);
    }

    @Test
    void aPreviewCanBeApplied() {
        Snapshot snapshot = snapshot(patients(1, 21), payments(1, 21, "1", "5"));
        Preview preview = store.preview(snapshot, 0);

        SyncReport report = store.sync(snapshot, SyncOptions.defaults().onBase(preview.baseRun()));

        assertThat(preview.baseRun()).isEqualTo(1);
        assertThat(preview.refusals()).isEmpty();
        assertSame(preview.report(), report);
        assertThat(refusal(snapshot, SyncOptions.defaults().onBase(preview.baseRun()))
                        .reason())
                .isEqualTo(Reason.BASE_MOVED);
    }

    @Test
    void aDeltaCanBePreviewed() {
        Delta delta = delta(
                List.of(PatientData.deletion("20"), patient("19", "New", "Name")), List.of(payment("21", "2", "9")));

        Preview preview = store.preview(delta, 0);

        assertThat(preview.report().patients().deleted()).isEqualTo(1);
        assertThat(preview.report().patients().updated()).isEqualTo(1);
        assertThat(preview.report().payments().inserted()).isEqualTo(1);
        assertThat(preview.report().payments().isFullSet()).isFalse();
        assertThat(store.patient("20")).isPresent();
        assertSame(preview.report(), store.sync(delta));
    }

    @Test
    void recognizedContentIsPreviewedToo() {
        Snapshot same = snapshot(patients(1, 20), payments(1, 20, "1", "5"));

        Preview preview = store.preview(same, 0);

        assertThat(preview.report().status()).isEqualTo(Status.UNCHANGED);
        assertSame(preview.report(), store.sync(same));
    }

    @Test
    void oneShotSourcesAreConsumedAndClosed() {
        WatchedStream stream = new WatchedStream("[{\"externalId\":\"1\",\"firstName\":\"A\",\"lastName\":\"B\"}]");
        AtomicInteger closed = new AtomicInteger();
        Snapshot once = Snapshot.builder()
                .patients(Source.jsonOnce(stream))
                .payments(Source.once(payments(1, 20, "1", "5").stream().onClose(closed::incrementAndGet)))
                .build();

        Preview preview = store.preview(once, 0);

        assertThat(preview.report().patients().updated()).isEqualTo(1);
        assertThat(stream.closed()).isTrue();
        assertThat(closed).hasValue(1);
        assertThatThrownBy(() -> store.sync(once)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void otherFailuresAreThrown() {
        Map<String, List<String>> before = everything();

        assertThatThrownBy(() -> store.preview(
                        Snapshot.builder()
                                .patients(json("[{\"externalId\":\"1\"},"))
                                .build(),
                        0))
                .isInstanceOf(InvalidSnapshotException.class);
        assertThatThrownBy(() -> store.preview(patientsOnly(patients(1, 20)), -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.preview(patientsOnly(patients(1, 20)), Preview.MAX_CHANGES + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void anEmptyStoreCanBePreviewed() {
        emptyStore();
        guard();

        Preview preview = store.preview(snapshot(patients(1, 3), payments(1, 3, "1", "5")), 0);

        assertThat(preview.baseRun()).isZero();
        assertThat(preview.report().number()).isEqualTo(1);
        assertThat(preview.report().patients().inserted()).isEqualTo(3);
        assertThat(store.patient("1")).isEmpty();
    }

    @Test
    void aPreviewIsNeverCommitted() {
        Map<String, List<String>> before = everything();
        AtomicInteger rollbacks = new AtomicInteger();

        Preview preview = store(builder -> builder).preview(snapshot(patients(1, 30), payments(1, 30, "1", "5")), 0);
        Preview watched = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.is(Connection.class, "commit")) {
                        throw new SQLException("a preview commits nothing");
                    }
                    rollbacks.addAndGet(call.is(Connection.class, "rollback") ? 1 : 0);
                    return call.proceed();
                }))
                .schema(schema)
                .build()
                .preview(snapshot(patients(1, 30), payments(1, 30, "1", "5")), 0);

        assertThat(watched.report().patients()).isEqualTo(preview.report().patients());
        assertThat(rollbacks).hasPositiveValue();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aDeadlockRestartsThePreview() {
        AtomicInteger brokenOff = new AtomicInteger();
        PatientPaymentStore fragile = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.sql().startsWith("insert into " + schema + ".patient_diff")
                            && brokenOff.incrementAndGet() == 1) {
                        throw new SQLException("secret", "40001");
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();

        assertThat(fragile.preview(patientsOnly(patients(1, 21)), 0)
                        .report()
                        .patients()
                        .inserted())
                .isEqualTo(1);
        brokenOff.set(0);
        assertThatThrownBy(() -> fragile.preview(
                        Snapshot.builder()
                                .patients(Source.once(patients(1, 21).stream()))
                                .build(),
                        0))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(store.syncRuns(9)).hasSize(1);
    }

    private static List<SyncInput> inputs() {
        List<PatientData> patients = Stream.concat(
                        patients(3, 20).stream(), Stream.of(patient("2", "New", "Name"), invalidPatient("30")))
                .toList();
        List<PaymentData> payments = Stream.concat(
                        payments(4, 22, "2", "5").stream(), Stream.of(invalidPayment("3", "1"), payment("4", "2", "5")))
                .toList();
        return List.of(
                snapshot(patients(1, 20), payments(1, 20, "1", "5")),
                snapshot(patients(1, 22), payments(1, 22, "1", "5")),
                snapshot(patients(1, 20), payments(1, 22, "2", "5")),
                snapshot(patients, payments),
                patientsOnly(patients(2, 20)),
                patientsOnly(patients(1, 20)),
                paymentsOnly(payments(1, 20, "1", "1")),
                delta(List.of(PatientData.deletion("20")), payments(30, 31, "2", "1")),
                RefusalContract.refusedSnapshot(),
                snapshot(List.of(), List.of()),
                Snapshot.builder()
                        .patients(Source.of(patients(1, 25)))
                        .controlTotals(ControlTotals.patients(26))
                        .exportedAt(START)
                        .build());
    }

    private static void assertSame(SyncReport preview, SyncReport sync) {
        assertThat(preview.number()).isEqualTo(sync.number());
        assertThat(preview.status()).isEqualTo(sync.status());
        assertThat(preview.kind()).isEqualTo(sync.kind());
        assertThat(preview.refusedFor()).isEqualTo(sync.refusedFor());
        assertThat(preview.exportedAt()).isEqualTo(sync.exportedAt());
        assertThat(preview.patients()).isEqualTo(sync.patients());
        assertThat(preview.payments()).isEqualTo(sync.payments());
        assertThat(preview.rejections()).isEqualTo(sync.rejections());
    }
}
