package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Unchanged syncs do not bury the other runs, and whatever is found by the log stays as it was. */
class LogThinningContract extends ContractTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private Instant now;

    @BeforeEach
    void setClock() {
        now = START;
        Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
        store = store(builder -> builder.clock(clock));
    }

    @Test
    void ofTheUnchangedSyncsOfAnHourTheLastStays() {
        syncEach(FIVE_MINUTES, 24); // 1 is applied; 2 to 12 are of the same hour, and 13 to 24 of the next
        UUID superseded = store.syncRun(5).orElseThrow().attempt();
        assertThat(store.syncRuns(100)).hasSize(24);

        syncAt(START.plus(Duration.ofHours(25)).minusSeconds(1)); // 25
        assertThat(store.syncRuns(100)).as("a day is kept").hasSize(25);
        syncAt(START.plus(Duration.ofHours(25))); // 26
        assertThat(numbers())
                .startsWith(26L, 25L, 24L, 23L)
                .endsWith(13L, 12L, 1L)
                .hasSize(16);
        syncAt(START.plus(Duration.ofHours(27))); // 27

        assertThat(numbers()).containsExactly(27L, 26L, 25L, 24L, 12L, 1L);
        assertThat(store.syncRun(5)).isEmpty();
        assertThat(store.syncRun(superseded)).isEmpty();
        assertThat(store.syncRun(12)).isPresent();
        assertSound();
    }

    @Test
    void aNightlySyncKeepsItsRuns() {
        syncEach(Duration.ofDays(1), 10);

        assertThat(numbers()).hasSize(10);
    }

    @Test
    void whatIsFoundByARunThatWasTakenOutStays() {
        sync(patient("1", "A", "L")); // 1
        for (int run = 2; run <= 6; run++) {
            now = now.plusSeconds(5);
            sync(patient("1", "A", "L"));
        }
        Instant between = now.minusSeconds(10);
        String cursor = store.history().cursorAfter(4);
        String fromTheBeginning =
                store.history().changes(store.history().beginning(), 1).next();
        now = now.plusSeconds(5);
        sync(patient("1", "B", "L"), patient("2")); // 7
        syncLater(patient("1", "B", "L"), patient("2")); // 8

        assertThat(numbers()).containsExactly(8L, 7L, 6L, 1L);
        assertThat(store.history().asOf(between).patient("1").orElseThrow().firstName())
                .isEqualTo("A");
        assertThat(store.history().asOfRun(4).patient("1").orElseThrow().firstName())
                .isEqualTo("A");
        for (String each : List.of(cursor, fromTheBeginning, store.history().cursorAfter(3))) {
            ChangePage page = store.history().changes(each, 10);
            assertThat(page.changes()).hasSize(2).allMatch(change -> change.runNumber() == 7);
        }
        assertThatThrownBy(() -> store.rejections(4, PageRequest.first()))
                .isInstanceOf(HistoryPurgedException.class)
                .hasMessageStartingWith("Run 4 changed nothing and is not in the log any more");
        assertThatThrownBy(() -> store.rejectionCounts(4)).isInstanceOf(HistoryPurgedException.class);
        assertThat(store.rejections(6, PageRequest.first()).items()).isEmpty();
        assertSound();
        assertThat(store.history().changesOfPatient("1", 4, PageRequest.first()).items())
                .hasSize(1);
        assertThat(store.previewRevert(4, SyncOptions.defaults(), 10).changes()).hasSize(2);
        assertThat(store.purge(between).horizonRun()).isEqualTo(1);
        assertSound();
        assertThat(store.revertTo(4).patients().updated()).isEqualTo(1);
        assertThat(store.patient("1").orElseThrow().firstName()).isEqualTo("A");
        assertSound();
    }

    /** The fingerprint, the horizon, the export times and the last syncs are those of runs that are in the log. */
    @Test
    void runsThatTheStoreNamesStay() {
        for (int run = 1; run <= 4; run++) {
            now = now.plusSeconds(5);
            store.sync(snapshot(now, true));
        }
        store.purge(now); // 5, which clears the fingerprints, and whose horizon is run 4
        store.sync(snapshot(now, true)); // 6 sets them
        store.sync(snapshot(now, true)); // 7
        for (int run = 8; run <= 12; run++) {
            now = now.plusSeconds(5);
            store.sync(snapshot(now, false));
        }
        for (int day = 0; day < 2; day++) {
            now = now.plus(Duration.ofHours(26));
            store.sync(snapshot(now, false)); // 13, 14
        }

        assertThat(numbers()).containsExactly(14L, 13L, 12L, 7L, 5L, 4L, 1L);
        assertThat(store.lastSync().payments().orElseThrow().number()).isEqualTo(7);
        assertSound();
    }

    @Test
    void runsThatAreNotAlikeStay() {
        store = store(
                builder -> builder.clock(Clock.fixed(START, ZoneOffset.UTC)).guard(Guard.defaults()));
        sync(patient("1")); // 1
        sync(patient("1")); // 2
        syncPayments(); // 3
        assertThatThrownBy(() -> sync()).isInstanceOf(SnapshotRefusedException.class); // 4
        sync(patient("1")); // 5
        store.sync(snapshot(START, false)); // 6
        store.revertTo(6); // 7: unchanged, but no sync
        store = store(builder -> builder.clock(Clock.fixed(START.plus(Duration.ofHours(26)), ZoneOffset.UTC)));
        store.sync(snapshot(START, false)); // 8

        assertThat(numbers()).containsExactly(8L, 7L, 6L, 5L, 4L, 3L, 1L);
        assertSound();
    }

    @Test
    void rejectionsGoWithTheirRuns() {
        for (int run = 1; run <= 3; run++) {
            sync(patient("1"), invalidPatient("2"));
        }
        assertThat(rejections()).isEqualTo(3);

        syncLater(patient("1"), invalidPatient("2"));

        assertThat(numbers()).containsExactly(4L, 3L, 1L);
        assertThat(rejections()).isEqualTo(3);
        assertThat(store.rejections(3, PageRequest.first()).items()).hasSize(1);
        assertSound();
    }

    @Test
    void runsWithOtherRejectionsStay() {
        sync(patient("1")); // 1
        sync(patient("1"), invalidPatient("2")); // 2
        sync(patient("1"), invalidPatient("2"), invalidPatient("3")); // 3
        sync(patient("1")); // 4
        sync(patient("1")); // 5

        syncLater(patient("1"));

        assertThat(numbers()).containsExactly(6L, 5L, 3L, 2L, 1L);
    }

    /** Each is the only place where its records are named, however many the others are. */
    @Test
    void runsThatRejectedOtherRecordsStay() {
        sync(patient("1")); // 1
        sync(patient("1"), invalidPatient("2")); // 2
        sync(patient("1"), invalidPatient("3")); // 3
        sync(patient("1"), invalidPatient("4")); // 4: alike, in another order
        sync(invalidPatient("4"), patient("1")); // 5
        sync(patient("1"), patient("4", "", "L")); // 6: another fault

        syncLater(patient("1"));

        assertThat(numbers()).containsExactly(7L, 6L, 5L, 3L, 2L, 1L);
        assertThat(store.rejections(2, PageRequest.first()).items())
                .extracting(rejection -> rejection.externalId().orElseThrow())
                .containsExactly("2");
        assertSound();
    }

    @Test
    void deltasThatRejectedOtherRecordsStay() {
        sync(patient("1")); // 1
        syncDelta(patient("1"), invalidPatient("2")); // 2
        syncDelta(patient("1"), invalidPatient("2")); // 3
        syncDelta(patient("1"), invalidPatient("3")); // 4
        syncDelta(patient("1")); // 5
        syncDelta(patient("1")); // 6

        syncLater(patient("1"));

        assertThat(numbers()).containsExactly(7L, 6L, 4L, 3L, 1L);
        assertThat(rejections()).isEqualTo(2);
        assertSound();
    }

    /** Reading the log in pages, or by time, skips the gaps. */
    @Test
    void theLogIsReadAcrossGaps() {
        syncEach(FIVE_MINUTES, 12); // 1 is applied
        syncAt(START.plus(Duration.ofHours(26))); // 13

        assertThat(store.syncRuns(12, 10)).extracting(SyncRun::number).containsExactly(1L);
        assertThat(store.syncRuns(7, 10)).extracting(SyncRun::number).containsExactly(1L);
        assertThat(store.syncRuns(100, 2)).extracting(SyncRun::number).containsExactly(13L, 12L);
        assertThat(store.syncRuns(1, 10)).isEmpty();
        assertThat(store.syncRunAt(START.plus(Duration.ofMinutes(31)))
                        .orElseThrow()
                        .number())
                .isEqualTo(1);
        assertThat(store.syncRunAt(START.plus(Duration.ofHours(2)))
                        .orElseThrow()
                        .number())
                .isEqualTo(12);
        assertThat(store.syncRunAt(START.minusSeconds(1))).isEmpty();
        assertThatThrownBy(() -> store.syncRuns(5, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private void syncEach(Duration interval, int times) {
        for (int run = 0; run < times; run++) {
            syncAt(START.plus(interval.multipliedBy(run)));
        }
    }

    private void syncAt(Instant time) {
        now = time;
        sync(patient("1"));
    }

    private void syncLater(PatientData... patients) {
        now = now.plus(Duration.ofHours(26));
        sync(patients);
    }

    private SyncReport sync(PatientData... patients) {
        return syncPatients(patients);
    }

    private void syncDelta(PatientData... patients) {
        store.sync(Delta.builder().patients(Source.of(List.of(patients))).build());
    }

    private static Snapshot snapshot(Instant exportedAt, boolean withPayments) {
        Snapshot.Builder builder =
                Snapshot.builder().patients(Source.of(List.of(patient("1")))).exportedAt(exportedAt);
        return withPayments
                ? builder.payments(Source.of(List.of(payment("a", "1", "1")))).build()
                : builder.build();
    }

    private List<Long> numbers() {
        return store.syncRuns(100).stream().map(SyncRun::number).toList();
    }

    private int rejections() {
        return rows("SELECT run FROM " + schema + ".rejections").size();
    }

    private void assertSound() {
        assertThat(store.verifyIntegrity()).hasToString("Sound");
    }
}
