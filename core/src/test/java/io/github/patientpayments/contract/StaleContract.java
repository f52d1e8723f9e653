package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncRun.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** A snapshot that is older than the last one applied, has no export time, or is of the future. */
class StaleContract extends GuardedContractTest {

    private static final Instant NOON = Instant.parse("2026-02-28T12:00:00Z");

    @Test
    void aSnapshotOlderThanTheLastAppliedIsRefused() {
        store.sync(both(NOON).build());

        SnapshotRefusedException refused = refusal(both(NOON.minusNanos(1_000)).build());

        assertThat(reasons(refused)).containsExactly(Reason.STALE, Reason.STALE);
        assertThat(refused.report().refusedFor()).containsExactly(Reason.STALE);
        assertThat(refused)
                .hasMessageContaining("It was exported at 2026-02-28T11:59:59.999999Z; the patients in the store are of"
                        + " 2026-02-28T12:00:00Z.")
                .hasMessageContaining("the payments in the store are of 2026-02-28T12:00:00Z.")
                .hasMessageEndingWith("lift STALE with SyncOptions.defaults().lift(…).");
        assertThat(store.sync(both(NOON).build()).exportedAt())
                .as("the same time is accepted")
                .contains(NOON);
        assertThat(store.sync(both(NOON.plusNanos(1_000)).build()).status()).isEqualTo(Status.UNCHANGED);
        assertStale(both(NOON).build());
    }

    @Test
    void timesAreComparedInMicroseconds() {
        store.sync(both(NOON.plusNanos(999)).build());

        assertThat(store.sync(both(NOON).build()).exportedAt()).contains(NOON);
        assertThat(store.sync(both(NOON.plusNanos(1_999)).build()).exportedAt()).contains(NOON.plusNanos(1_000));
        assertThat(store.sync(both(NOON.plusNanos(1_001)).build()).exportedAt()).contains(NOON.plusNanos(1_000));
        assertStale(both(NOON.plusNanos(999)).build());
    }

    @Test
    void onceGivenAnExportTimeIsRequired() {
        store.sync(snapshot(patients(1, 1), payments(1, 1, "1", "5")));
        store.sync(snapshot(patients(1, 1), payments(1, 1, "1", "5")));
        store.sync(both(NOON).build());

        assertThat(refusal(snapshot(patients(1, 1), payments(1, 1, "1", "5"))))
                .hasMessageContaining(
                        "It has no export time, and the patients in the store are of 2026-02-28T12:00:00Z.")
                .hasMessageContaining("and the payments in the store are of");
        assertStale(patientsOnly(patients(1, 1)));
        assertStale(paymentsOnly(payments(1, 1, "1", "5")));
    }

    @Test
    void eachTypeHasItsOwnExportTime() {
        store.sync(patients(NOON));
        store.sync(payments(NOON.plusSeconds(10)));

        store.sync(patients(NOON.plusSeconds(5)));
        assertStale(payments(NOON.plusSeconds(5)));
        assertStale(patients(NOON.plusSeconds(4)));
        assertThat(refusal(both(NOON.plusSeconds(7)).build()).refusals())
                .as("one stale set refuses the whole snapshot")
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message()).contains("payments"));
        assertThat(store.sync(both(NOON.plusSeconds(10)).build()).exportedAt()).contains(NOON.plusSeconds(10));
        assertStale(patients(NOON.plusSeconds(9)));
    }

    @Test
    void theOtherTypeMayStillHaveNoExportTime() {
        store.sync(patients(NOON));

        assertThat(store.sync(paymentsOnly(payments(1, 1, "1", "5"))).exportedAt())
                .isEmpty();
        assertThat(refusal(snapshot(patients(1, 1), payments(1, 1, "1", "5"))).refusals())
                .hasSize(1);
    }

    @Test
    void moreThanADayAheadOfTheClockIsRefused() {
        store = fixed(Guard.defaults());
        Instant limit = START.plus(Duration.ofDays(1));

        assertThat(refusal(patients(limit.plusNanos(1_000))))
                .hasMessageContaining(
                        "It was exported at 2026-03-02T10:00:00.000001Z, more than a day ahead of the clock.");
        assertThat(store.sync(patients(limit)).exportedAt()).contains(limit);
        assertThat(reasons(refusal(Delta.builder()
                        .patients(Source.of(patients(1, 1)))
                        .exportedAt(limit.plusSeconds(1))
                        .build())))
                .containsExactly(Reason.STALE);
    }

    @Test
    void refusedAndPreviewedSnapshotsDoNotSetTheTime() {
        store.sync(both(NOON).build());
        refusal(Snapshot.builder()
                .patients(json("[]"))
                .exportedAt(NOON.plusSeconds(60))
                .build());
        store.preview(both(NOON.plusSeconds(60)).build(), 0);

        assertThat(store.sync(both(NOON.plusSeconds(1)).build()).exportedAt()).contains(NOON.plusSeconds(1));
    }

    @Test
    void aDeltaHasAnExportTimeTooAndAdvancesIt() {
        store.sync(both(NOON).build());

        store.sync(Delta.builder()
                .payments(Source.of(payments(2, 2, "1", "5")))
                .exportedAt(NOON.plusSeconds(10))
                .build());

        assertStale(payments(NOON.plusSeconds(9)));
        store.sync(patients(NOON.plusSeconds(9)));
        assertStale(Delta.builder()
                .payments(Source.of(payments(3, 3, "1", "5")))
                .exportedAt(NOON)
                .build());
        assertStale(
                Delta.builder().payments(Source.of(payments(3, 3, "1", "5"))).build());
        store.sync(Delta.builder()
                .payments(json("[]"))
                .exportedAt(NOON.plusSeconds(20))
                .build());
        assertStale(payments(NOON.plusSeconds(19)));
    }

    @Test
    void recognizedContentAdvancesTheTime() {
        store.sync(both(NOON).build());
        store.sync(both(NOON.plusSeconds(10)).build());

        assertStale(both(NOON.plusSeconds(9)).build());
    }

    @Test
    void staleIsAnOptionOfTheStoreAndCanBeLiftedOnce() {
        store.sync(both(NOON).build());

        store.sync(both(NOON.minusSeconds(10)).build(), lifting(Reason.STALE));
        assertThat(store.sync(both(NOON.minusSeconds(10)).build()).status())
                .as("that time is now the last applied")
                .isEqualTo(Status.UNCHANGED);
        store.sync(snapshot(patients(1, 1), payments(1, 1, "1", "5")), lifting(Reason.STALE));
        assertStale(both(NOON.minusSeconds(11)).build());

        store = fixed(Guard.defaults().lift(Reason.STALE));
        store.sync(both(Instant.parse("2099-01-01T00:00:00Z")).build());
        assertThat(store.sync(patientsOnly(patients(1, 1))).exportedAt()).isEmpty();
    }

    private PatientPaymentStore fixed(Guard guard) {
        return store(builder -> builder.guard(guard).clock(Clock.fixed(START, ZoneOffset.UTC)));
    }

    /** Each of its sets can be the reason. */
    private void assertStale(SyncInput input) {
        assertThat(reasons(refusal(input))).isNotEmpty().containsOnly(Reason.STALE);
    }

    private static Snapshot.Builder both(Instant asOf) {
        return Snapshot.builder()
                .patients(Source.of(patients(1, 1)))
                .payments(Source.of(payments(1, 1, "1", "5")))
                .exportedAt(asOf);
    }

    private static Snapshot patients(Instant asOf) {
        return Snapshot.builder()
                .patients(Source.of(patients(1, 1)))
                .exportedAt(asOf)
                .build();
    }

    private static Snapshot payments(Instant asOf) {
        return Snapshot.builder()
                .payments(Source.of(payments(1, 1, "1", "5")))
                .exportedAt(asOf)
                .build();
    }
}
