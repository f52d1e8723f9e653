package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host can say who had a run done, and why, and can find the run of a sync whose report it did not get. */
class NoteContract extends ContractTest {

    private static final UUID ID = UUID.fromString("0b0e4c1e-6a3c-4b7e-9d0e-000000000001");

    private static final Snapshot ONE_PATIENT = patients("1");

    @Test
    void aNoteIsStoredWithARunOfEachKindThatHasOptions() {
        store = store(builder -> builder.guard(Guard.defaults()));
        SyncOptions noted = SyncOptions.defaults().withNote("Ada: monthly export – 11/2026 😀");

        SyncReport applied = store.sync(ONE_PATIENT, noted);
        store.sync(ONE_PATIENT, noted.withNote("the same once more"));
        assertThatThrownBy(() -> store.sync(patients(), noted.withNote("nobody left")))
                .isInstanceOfSatisfying(
                        SnapshotRefusedException.class,
                        refused -> assertThat(refused.report().note()).contains("nobody left"));
        store.sync(
                Delta.builder().patients(Source.of(List.of(patient("2")))).build(), noted.withNote("one more patient"));
        store.revertTo(1, noted.withNote("that one was wrong"));
        store.sync(ONE_PATIENT);

        assertThat(applied.note()).contains("Ada: monthly export – 11/2026 😀");
        assertThat(store.syncRuns(10).stream().map(SyncRun::note))
                .containsExactly(
                        Optional.empty(),
                        Optional.of("that one was wrong"),
                        Optional.of("one more patient"),
                        Optional.of("nobody left"),
                        Optional.of("the same once more"),
                        applied.note());
        assertThat(applied.toString()).as("it may name a person").doesNotContain("Ada");
        assertThat(noted.toString()).doesNotContain("Ada");
        assertThat(store.verifyIntegrity().deviations()).isEmpty();
    }

    @Test
    void aRunOfAnyKindIsAnnotatedLater() {
        store = store(builder -> builder.erasureKey(new byte[32]));
        store.sync(ONE_PATIENT, SyncOptions.defaults().withNote("first"));
        store.erase("1");

        assertThat(store.annotate(1, "x".repeat(SyncOptions.MAX_NOTE))).isTrue();
        assertThat(store.annotate(2, "on request 17")).isTrue();
        assertThat(store.annotate(3, "no such run")).isFalse();

        assertThat(store.syncRun(1).orElseThrow().note()).contains("x".repeat(SyncOptions.MAX_NOTE));
        assertThat(store.syncRun(2).orElseThrow().note()).contains("on request 17");
        assertThat(store.syncRuns(10)).hasSize(2);
        assertThat(store.verifyIntegrity().deviations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000", "a\u0085", "\uD83D", "\uDE00x"})
    void someTextsAreNoNotes(String text) {
        assertThatThrownBy(() -> SyncOptions.defaults().withNote(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.annotate(1, text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNoteHasAGreatestLength() {
        assertThatThrownBy(() -> SyncOptions.defaults().withNote("x".repeat(501)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A note can have 500 characters, and this one has 501");
    }

    @Test
    void unchangedSyncsWithOtherNotesAreNotAlike() {
        List<Instant> now = new ArrayList<>(List.of(START));
        Clock clock = ((InstantSource) () -> now.get(0)).withZone(ZoneOffset.UTC);
        store = store(builder -> builder.clock(clock));
        SyncOptions options = SyncOptions.defaults();
        for (String note : List.of("a", "a", "b", "a")) {
            now.set(0, now.get(0).plusSeconds(5));
            store.sync(ONE_PATIENT, options.withNote(note));
        }
        now.set(0, START.plus(Duration.ofHours(26)));
        store.sync(ONE_PATIENT);

        assertThat(store.syncRuns(10).stream().map(SyncRun::number)).containsExactly(5L, 4L, 3L, 1L);
    }

    @Test
    void aSyncHasTheIdThatTheHostGivesIt() {
        List<UUID> heard = new ArrayList<>();
        store = store(builder -> builder.listener(new SyncListener() {
            @Override
            public void progress(SyncProgress progress) {
                heard.add(progress.attempt());
            }
        }));

        assertThat(store.syncRun(ID)).isEmpty();
        SyncReport report = store.sync(ONE_PATIENT, SyncOptions.defaults().asAttempt(ID));

        assertThat(report.attempt()).isEqualTo(ID);
        assertThat(heard).isNotEmpty().containsOnly(ID);
        assertThat(store.syncRun(ID).orElseThrow().number()).isEqualTo(1);
    }

    @Test
    void anIdIsGivenOnce() {
        store = store(builder -> builder.guard(Guard.defaults()));
        SyncOptions options = SyncOptions.defaults().asAttempt(ID);
        store.sync(ONE_PATIENT);
        assertThatThrownBy(() -> store.sync(patients(), options)).isInstanceOf(SnapshotRefusedException.class);
        assertThat(store.syncRun(ID).orElseThrow().status()).isEqualTo(SyncRun.Status.REFUSED);

        for (Snapshot each : List.of(patients("1", "2"), ONE_PATIENT, patients())) {
            assertThatThrownBy(() -> store.sync(each, options))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Attempt " + ID
                            + " is run 2 already, and nothing was changed: give each sync an id of its own");
        }
        assertThatThrownBy(() -> store.revertTo(0, options)).isInstanceOf(IllegalArgumentException.class);

        assertThat(store.syncRuns(10)).hasSize(2);
        assertThat(store.patient("1")).isPresent();
        assertThat(store.preview(patients("1", "2"), options, 10)
                        .report()
                        .patients()
                        .inserted())
                .as("a preview has no id")
                .isEqualTo(1);
        assertThat(store.verifyIntegrity().deviations()).isEmpty();
    }

    private static Snapshot patients(String... ids) {
        return Snapshot.builder()
                .patients(Source.of(
                        List.of(ids).stream().map(ContractTest::patient).toList()))
                .build();
    }
}
