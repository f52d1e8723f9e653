package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.fixture.WatchedStream;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Status;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A refusal leaves only its entry in the log, and throws an exception with all details. */
class RefusalContract extends GuardedContractTest {

    /** Must not appear in any message, log or printed report. */
    private static final String PERSONAL = "Marker";

    @BeforeEach
    void fill() {
        store.sync(full(patients(1, 20), payments(1, 20, "1", "5"))
                .exportedAt(START)
                .build());
    }

    @Test
    void aRefusalChangesOnlyTheLog() {
        Map<String, List<String>> before = everythingButTheLog();

        SnapshotRefusedException refused = refusal(refusedSnapshot());

        assertThat(everythingButTheLog()).isEqualTo(before);
        assertThat(reasons(refused)).contains(Reason.DELETIONS);
        assertThat(rows("SELECT last_run FROM " + schema + ".store_state")).containsExactly("[2]");
        assertThat(rows("SELECT run FROM " + schema + ".sync_runs")).containsExactly("[1]", "[2]");
        assertThat(rows("SELECT run, record_type FROM " + schema + ".sync_run_counts"))
                .hasSize(4);
    }

    @Test
    void aRefusalIsLoggedWithItsReasonsAndItsRejections() {
        SnapshotRefusedException refused = refusal(refusedSnapshot());

        SyncReport report = refused.report();
        SyncRun logged = store.syncRuns(1).get(0);
        assertThat(logged.number()).isEqualTo(2).isEqualTo(report.number());
        assertThat(logged.status()).isEqualTo(Status.REFUSED).isEqualTo(report.status());
        assertThat(logged.kind()).isEqualTo(SyncRun.Kind.SNAPSHOT).isEqualTo(report.kind());
        assertThat(logged.refusedFor()).containsExactly(Reason.DELETIONS).isEqualTo(report.refusedFor());
        assertThat(logged.time()).isAfter(store.syncRuns(2).get(1).time()).isEqualTo(report.time());
        assertThat(logged.exportedAt()).contains(START.plusSeconds(60)).isEqualTo(report.exportedAt());
        assertThat(logged.patients()).isEqualTo(report.patients());
        assertThat(logged.payments()).isEqualTo(report.payments());
        assertThat(store.syncRun(report.attempt())).contains(logged);
        assertThat(report.rejections()).hasSize(3);
        assertThat(store.rejections(2, PageRequest.first()).items()).isEqualTo(report.rejections());
    }

    @Test
    void theReportHasTheCountsOfTheRefusedSync() {
        SyncReport refused = refusal(refusedSnapshot()).report();
        Preview preview = store.preview(refusedSnapshot(), 0);

        SyncReport lifted =
                store.sync(refusedSnapshot(), lifting(refused.refusedFor().toArray(Reason[]::new)));

        assertThat(lifted.number()).isEqualTo(3);
        assertThat(lifted.status()).isEqualTo(Status.APPLIED);
        assertThat(refused.patients())
                .isEqualTo(lifted.patients())
                .isEqualTo(preview.report().patients());
        assertThat(refused.payments())
                .isEqualTo(lifted.payments())
                .isEqualTo(preview.report().payments());
        assertThat(refused.rejections()).isEqualTo(lifted.rejections());
        assertThat(lifted.payments().deleted() + lifted.payments().cascaded()).isPositive();
    }

    @Test
    void allReasonsAreReportedAtOnce() {
        store = guarded(Guard.defaults().rejections(Guard.Limit.percent(10)));
        List<PaymentData> nobodys = payments(1, 10, "nobody", "5");
        Snapshot all = full(List.of(), nobodys)
                .exportedAt(START.minusSeconds(1))
                .controlTotals(ControlTotals.payments(11, BigDecimal.ONE).withPatients(20))
                .build();

        SnapshotRefusedException refused = refusal(all, SyncOptions.defaults().onBase(7));

        assertThat(refused.report().refusedFor())
                .containsExactly(
                        Reason.CONTROL_TOTALS,
                        Reason.STALE,
                        Reason.BASE_MOVED,
                        Reason.EMPTY,
                        Reason.ALL_REJECTED,
                        Reason.TOO_MANY_REJECTIONS,
                        Reason.DELETIONS);
        assertThat(refused.reason()).isEqualTo(Reason.CONTROL_TOTALS);
        assertThat(store.syncRuns(1).get(0).refusedFor())
                .isEqualTo(refused.report().refusedFor());
        assertThat(refused).hasMessageContainingAll("SyncOptions.defaults().lift(…)", "20 of 20 live patients");
        assertThat(refused.isRetryable()).isFalse();
        for (Reason reason : refused.report().refusedFor()) {
            List<Reason> others =
                    Stream.of(Reason.values()).filter(other -> other != reason).toList();
            assertThat(refusal(all, lifting(others.toArray(Reason[]::new)).onBase(7))
                            .report()
                            .refusedFor())
                    .containsExactly(reason);
        }
        assertThat(store.sync(all, lifting(Reason.values()).onBase(7)).status()).isEqualTo(Status.APPLIED);
    }

    @Test
    void noPersonalDataIsReported() {
        store = guarded(Guard.defaults().rejections(Guard.Limit.percent(0)));
        Snapshot snapshot = Snapshot.builder()
                .patients(json("[{\"externalId\":\"1\",\"firstName\":\"Marker\",\"lastName\":\"Marker\"},"
                        + "{\"externalId\":\"2\",\"firstName\":\"Marker\",\"dateOfBirth\":\"Marker\"}]"))
                .payments(json("[{\"externalId\":\"1\",\"patientId\":\"1\",\"amount\":\"Marker\"}]"))
                .controlTotals(ControlTotals.payments(2, BigDecimal.TEN))
                .build();
        Preview preview = store.preview(snapshot, 0);

        SnapshotRefusedException refused = refusal(snapshot);

        assertThat(refused.refusals()).hasSizeGreaterThan(4);
        assertThat(refused + " " + refused.report() + refused.refusals() + preview + store.syncRuns(2))
                .doesNotContain(PERSONAL)
                .contains("REFUSED");
        assertThat(rows("SELECT * FROM " + schema + ".sync_runs").toString()
                        + rows("SELECT * FROM " + schema + ".rejections"))
                .doesNotContain(PERSONAL);
    }

    @Test
    void oneShotSourcesAreClosedAndANewStreamIsAppliedOnceLifted() {
        WatchedStream refusedStream = new WatchedStream("[]");

        assertThat(refusal(Snapshot.builder()
                                .patients(Source.jsonOnce(refusedStream))
                                .exportedAt(START)
                                .build())
                        .reason())
                .isEqualTo(Reason.EMPTY);
        SyncReport report = store.sync(
                Snapshot.builder()
                        .patients(Source.jsonOnce(new WatchedStream("[]")))
                        .exportedAt(START)
                        .build(),
                lifting(Reason.EMPTY, Reason.DELETIONS));

        assertThat(refusedStream.closed()).isTrue();
        assertThat(report.patients().deleted()).isEqualTo(20);
    }

    @Test
    void aRefusalKeepsTheFingerprints() {
        refusal(refusedSnapshot());
        List<String> opened = new ArrayList<>();

        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.of(() -> {
                    opened.add("patients");
                    return patients(1, 20).iterator();
                }))
                .payments(Source.of(payments(1, 20, "1", "5")))
                .exportedAt(START)
                .build());

        assertThat(report.status()).isEqualTo(Status.UNCHANGED);
        assertThat(opened).hasSize(1);
        assertThat(report.number()).isEqualTo(3);
    }

    @Test
    void aRefusedDeltaIsLoggedAsADelta() {
        SnapshotRefusedException refused = refusal(delta(List.of(invalidPatient("1")), List.of()));

        assertThat(refused.report().kind()).isEqualTo(SyncRun.Kind.DELTA);
        assertThat(store.syncRuns(1).get(0).kind()).isEqualTo(SyncRun.Kind.DELTA);
        assertThat(store.syncRuns(1).get(0).patients().isFullSet()).isFalse();
    }

    @Test
    void aRunFollowsTheRefusedOneWithoutAGap() {
        refusal(refusedSnapshot());
        refusal(refusedSnapshot());
        SyncReport next = store.sync(full(patients(1, 21), payments(1, 20, "1", "5"))
                .exportedAt(START)
                .build());

        assertThat(next.number()).isEqualTo(4);
        assertThat(store.syncRuns(9)).extracting(SyncRun::number).containsExactly(4L, 3L, 2L, 1L);
        assertThat(store.patient("21").orElseThrow().id()).as("no id was used").isEqualTo(21);
    }

    /** Of 20 patients 8 are left, the deletion of another one cascades, and three records are rejected. */
    static Snapshot refusedSnapshot() {
        List<PatientData> patients = new ArrayList<>(patients(2, 9));
        patients.add(invalidPatient("30"));
        List<PaymentData> payments = List.of(
                payment("1", "1", "5"), payment("2", "2", "6"), payment("21", "3", "1"), invalidPayment("3", "2"));
        return full(patients, payments).exportedAt(START.plusSeconds(60)).build();
    }

    private static Snapshot.Builder full(List<PatientData> patients, List<PaymentData> payments) {
        return Snapshot.builder().patients(Source.of(patients)).payments(Source.of(payments));
    }
}
