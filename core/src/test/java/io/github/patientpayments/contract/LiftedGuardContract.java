package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each guard is worth: the same input with the guard, and the loss without it. */
class LiftedGuardContract extends GuardedContractTest {

    @BeforeEach
    void fill() {
        store.sync(snapshot(patients(1, 20), payments(1, 20, "1", "5")));
    }

    @Test
    void anEmptyExportDeletesEverybody() {
        Snapshot empty = snapshot(List.of(), List.of());
        assertRefusedByTheGuard(empty, Reason.EMPTY);

        SyncReport report = without(Reason.EMPTY, Reason.DELETIONS).sync(empty);

        assertThat(report.patients().deleted()).isEqualTo(20);
        assertThat(report.payments().deleted()).isEqualTo(20);
        assertThat(store.totals(PatientFilter.all()).patients()).isZero();
    }

    @Test
    void anEmptyExportDeletesTheFewThatASmallStoreHas() {
        emptyStore();
        guard();
        store.sync(patientsOnly(patients(1, 4)));
        assertRefusedByTheGuard(patientsOnly(List.of()), Reason.EMPTY);

        assertThat(without(Reason.EMPTY, Reason.DELETIONS)
                        .sync(patientsOnly(List.of()))
                        .patients()
                        .deleted())
                .isEqualTo(4);
    }

    @Test
    void aTruncatedExportDeletesTheMissingRecords() {
        Snapshot half = snapshot(patients(1, 10), payments(1, 10, "1", "5"));
        assertRefusedByTheGuard(half, Reason.DELETIONS);

        assertThat(without(Reason.DELETIONS).sync(half).patients().deleted()).isEqualTo(10);
        assertThat(store.patient("20")).isEmpty();
    }

    @Test
    void anExportWithReducedAmountsLosesMoney() {
        Snapshot cents = snapshot(patients(1, 20), payments(1, 20, "1", "0.05"));
        assertRefusedByTheGuard(cents, Reason.DELETIONS);

        assertRefusedByTheGuard(cents, Reason.CHANGES);

        assertThat(without(Reason.DELETIONS, Reason.CHANGES)
                        .sync(cents)
                        .payments()
                        .updated())
                .isEqualTo(20);
        assertThat(store.totals(PatientFilter.all()).sum()).isEqualByComparingTo("1");
    }

    @Test
    void anExportWithOtherFieldNamesDeletesPatients() {
        Snapshot renamed = Snapshot.builder()
                .patients(json("[{\"externalId\":\"1\",\"first\":\"A\",\"last\":\"B\"}]"))
                .build();
        assertRefusedByTheGuard(renamed, Reason.ALL_REJECTED);

        SyncReport report = without(Reason.ALL_REJECTED, Reason.DELETIONS).sync(renamed);

        assertThat(report.patients().retained()).isEqualTo(1);
        assertThat(report.patients().deleted()).as("all others").isEqualTo(19);
    }

    @Test
    void anExportWithManyInvalidRecordsIsApplied() {
        Snapshot rotten =
                snapshot(List.of(patient("1"), invalidPatient("21"), invalidPatient("22")), payments(1, 20, "1", "5"));
        PatientPaymentStore strict = guarded(Guard.defaults()
                .lift(Reason.DELETIONS)
                .rejections(Guard.Limit.percent(50).atLeast(2)));
        assertThatThrownBy(() -> strict.sync(rotten)).isInstanceOf(SnapshotRefusedException.class);

        assertThat(without(Reason.DELETIONS).sync(rotten).patients().deleted()).isEqualTo(19);
    }

    @Test
    void anOldExportBringsACorrectedAmountBack() {
        Snapshot wrong = at("2026-02-01T00:00:00Z", "50");
        Snapshot corrected = at("2026-02-02T00:00:00Z", "5");
        store.sync(wrong, lifting(Reason.CHANGES));
        store.sync(corrected, lifting(Reason.DELETIONS, Reason.CHANGES));
        assertRefusedByTheGuard(wrong, Reason.STALE);

        without(Reason.STALE, Reason.CHANGES).sync(wrong);

        assertThat(store.payment("1").orElseThrow().amount()).isEqualByComparingTo("50");
    }

    @Test
    void anExportWithoutItsLastRecordsDeletesThem() {
        ControlTotals totals = ControlTotals.payments(20, new BigDecimal("100")).withPatients(20);
        Snapshot truncated = Snapshot.builder()
                .patients(Source.of(patients(1, 18)))
                .payments(Source.of(payments(1, 17, "1", "5")))
                .controlTotals(totals)
                .build();
        assertRefusedByTheGuard(truncated, Reason.CONTROL_TOTALS);

        SyncReport report = without(Reason.CONTROL_TOTALS).sync(truncated);

        assertThat(report.patients().deleted())
                .as("too few for the other guards")
                .isEqualTo(2);
        assertThat(report.payments().deleted()).isEqualTo(3);
    }

    @Test
    void anAmountThatWasChangedInTransitIsApplied() {
        Snapshot changed = Snapshot.builder()
                .payments(Source.of(
                        Stream.concat(payments(1, 10, "1", "5.01").stream(), payments(11, 20, "1", "5").stream())
                                .toList()))
                .controlTotals(ControlTotals.payments(20, new BigDecimal("100")))
                .build();
        assertRefusedByTheGuard(changed, Reason.CONTROL_TOTALS);

        assertThat(without(Reason.CONTROL_TOTALS).sync(changed).payments().updated())
                .isEqualTo(10);
    }

    @Test
    void truncatedLinesDeleteTheRest() {
        String line = "{\"externalId\":\"%d\",\"firstName\":\"First%d\",\"lastName\":\"Last%d\","
                + "\"dateOfBirth\":\"1980-01-31\"}\n";
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 17; i++) {
            lines.append(line.formatted(i, i, i));
        }
        Snapshot.Builder truncated = Snapshot.builder().patients(json(lines.toString()));
        Map<String, List<String>> before = everything();
        assertThatThrownBy(() -> store.sync(truncated.build())).isInstanceOf(InvalidSnapshotException.class);
        assertThat(everything()).isEqualTo(before);
        assertRefusedByTheGuard(
                truncated.controlTotals(ControlTotals.patients(20)).build(), Reason.CONTROL_TOTALS);

        SyncReport report = store.sync(truncated
                .controlTotals(ControlTotals.none())
                .acceptUnterminated()
                .build());

        assertThat(report.patients().deleted()).isEqualTo(3);
        assertThat(report.patients().unchanged()).isEqualTo(17);
    }

    @Test
    void theSecondOfTwoSyncsOnOnePreviewUndoesTheFirst() {
        Snapshot first = snapshot(patients(1, 21), payments(1, 20, "1", "5"));
        Snapshot second = snapshot(patients(1, 20), payments(1, 20, "1", "5"));
        Preview base = store.preview(first, 0);
        store.sync(first, SyncOptions.defaults().onBase(base.baseRun()));
        SnapshotRefusedException refused =
                refusal(second, SyncOptions.defaults().onBase(base.baseRun()));
        assertThat(refused.reason()).isEqualTo(Reason.BASE_MOVED);
        assertThat(store.patient("21")).isPresent();

        store.sync(second);

        assertThat(store.patient("21")).isEmpty();
    }

    /** With the guard, the store refuses for at least this reason, and nothing changes. */
    private void assertRefusedByTheGuard(Snapshot snapshot, Reason reason) {
        Map<String, List<String>> before = everythingButTheLog();

        assertThat(reasons(refusal(snapshot))).contains(reason);

        assertThat(everythingButTheLog()).isEqualTo(before);
    }

    private PatientPaymentStore without(Reason... reasons) {
        return guarded(Guard.defaults().lift(reasons));
    }

    private static Snapshot at(String asOf, String amount) {
        return Snapshot.builder()
                .payments(Source.of(payments(1, 20, "1", amount)))
                .exportedAt(Instant.parse(asOf))
                .build();
    }
}
