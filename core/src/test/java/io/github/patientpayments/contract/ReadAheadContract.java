package io.github.patientpayments.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.fixture.WatchedStream;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncProgress.Phase;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A set that can be read again is read ahead to its first difference from the last one, and then as a whole. Where it
 * differs is only a hint: nothing but the time depends on it.
 */
class ReadAheadContract extends ContractTest {

    private static final int SIZE = 3_000;

    private final List<Integer> readings = new ArrayList<>();
    private List<PatientData> patients = List.of();

    @BeforeEach
    void load() {
        patients = patients(1, SIZE);
        sync(patients);
        readings.clear();
    }

    @Test
    void anUnchangedSetIsReadOnce() {
        assertThat(sync(patients).status()).isEqualTo(Status.UNCHANGED);

        assertThat(readings).containsExactly(SIZE);
    }

    @Test
    void aChangedSetIsReadAheadToItsFirstDifference() {
        for (int place : List.of(0, 255, 256, 1_300, SIZE - 1)) {
            readings.clear();
            PatientData changed = patient(patients.get(place).externalId().orElseThrow(), "New", "Name");

            SyncReport report = sync(with(place, changed));

            assertThat(report.patients().updated()).isEqualTo(1);
            assertThat(readings).hasSize(2).last().isEqualTo(SIZE);
            assertThat(readings.get(0)).isBetween(place + 1, place + 256);
            patients = with(place, changed);
        }
        readings.clear();
        assertThat(sync(patients).status()).isEqualTo(Status.UNCHANGED);
        assertThat(readings).containsExactly(SIZE);
    }

    @Test
    void aLongerAndAShorterSetAreRead() {
        assertThat(sync(patients(1, SIZE * 2)).patients().inserted()).isEqualTo(SIZE);
        assertThat(readings.get(0)).isBetween(SIZE, SIZE + SIZE / 4);
        assertThat(sync(patients(1, SIZE)).patients().deleted()).isEqualTo(SIZE);
        assertThat(sync(patients(1, 10)).patients().deleted()).isEqualTo(SIZE - 10);
        readings.clear();

        assertThat(sync(patients(1, SIZE)).patients().restored()).isEqualTo(SIZE - 10);

        assertThat(readings).as("there were fewer than read here").containsExactly(256, SIZE);
    }

    @Test
    void aSetInAnotherOrderIsRecognizedByItsSecondReading() {
        List<PatientData> reversed = new ArrayList<>(patients);
        Collections.reverse(reversed);
        String fingerprint = state("patients_fingerprint");
        String prefixes = state("patients_prefixes");

        SyncReport report = sync(reversed);

        assertThat(report.status()).isEqualTo(Status.UNCHANGED);
        assertThat(report.patients().unchanged()).isEqualTo(SIZE);
        assertThat(readings).containsExactly(256, SIZE);
        assertThat(state("patients_fingerprint")).isEqualTo(fingerprint);
        assertThat(state("patients_prefixes")).isNotEqualTo(prefixes);
        readings.clear();
        assertThat(sync(reversed).status()).isEqualTo(Status.UNCHANGED);
        assertThat(readings).as("the order of the last set is known").containsExactly(SIZE);
    }

    @Test
    void aWrongHintIsOnlySlow() {
        database.execute("UPDATE " + schema + ".store_state SET patients_prefixes = '00'");

        assertThat(sync(patients).status()).isEqualTo(Status.UNCHANGED);
        assertThat(sync(patients).status()).isEqualTo(Status.UNCHANGED);

        assertThat(readings).containsExactly(256, SIZE, SIZE);
    }

    @Test
    void aSetWithAnInvalidElementIsReadAheadToThatElement() {
        SyncReport report =
                sync(with(99, PatientData.builder().externalId("100").build()));

        assertThat(report.patients().rejected()).isEqualTo(1);
        assertThat(report.patients().retained()).isEqualTo(1);
        assertThat(readings).containsExactly(100, SIZE);
    }

    @Test
    void whatFollowsTheDifferenceIsCheckedByTheSecondReading() {
        List<WatchedStream> opened = new ArrayList<>();
        String text = text(patients(2, SIZE));
        Snapshot broken = Snapshot.builder()
                .patients(Source.json(() -> {
                    opened.add(new WatchedStream(text.substring(0, text.length() - 1)));
                    return opened.get(opened.size() - 1);
                }))
                .build();

        assertThatThrownBy(() -> store.sync(broken))
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageContaining("truncated");

        assertThat(opened).hasSize(2).allMatch(WatchedStream::closed);
    }

    @Test
    void theListenerIsNotShownWhatWasReadInVain() {
        List<SyncProgress> progress = new ArrayList<>();
        store = store(builder -> builder.listener(new SyncListener() {
            @Override
            public void progress(SyncProgress now) {
                progress.add(now);
            }
        }));

        sync(with(0, patient("1", "New", "Name")));

        assertThat(progress).extracting(SyncProgress::phase).contains(Phase.WAITING);
        assertThat(progress)
                .extracting(SyncProgress::patientsRead)
                .filteredOn(read -> read > 0)
                .containsOnly((long) SIZE);
    }

    @Test
    void prefixesAreClearedWithTheFingerprint() {
        store.sync(Delta.builder()
                .patients(Source.of(List.of(patient("1", "New", "Name"))))
                .build());

        assertThat(state("patients_prefixes")).isEqualTo("[null]");
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    /** As the fingerprint, they could otherwise show whether a guess at an erased patient is right. */
    @Test
    void prefixesRevealNothingWithoutTheErasureKey() {
        List<String> seen = new ArrayList<>(List.of(state("patients_prefixes")));
        for (String key : List.of("one key, of more than thirty-two bytes", "another key, of more than thirty-two")) {
            store = store(builder -> builder.erasureKey(key.getBytes(UTF_8)));
            assertThat(sync(patients).status()).isEqualTo(Status.UNCHANGED);
            seen.add(state("patients_prefixes"));
        }
        assertThat(seen).doesNotHaveDuplicates();
        store.erase("7");
        assertThat(state("patients_prefixes")).isEqualTo("[null]");
        sync(patients);
        assertThat(state("patients_prefixes")).isEqualTo(seen.get(2));
        readings.clear();

        assertThat(sync(patients).patients().suppressed()).isEqualTo(1);

        assertThat(readings).containsExactly(SIZE);
    }

    private SyncReport sync(List<PatientData> set) {
        return store.sync(Snapshot.builder()
                .patients(Source.of(() -> counted(set.iterator())))
                .build());
    }

    private Iterator<PatientData> counted(Iterator<PatientData> records) {
        int reading = readings.size();
        readings.add(0);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public PatientData next() {
                readings.set(reading, readings.get(reading) + 1);
                return records.next();
            }
        };
    }

    private List<PatientData> with(int place, PatientData changed) {
        List<PatientData> set = new ArrayList<>(patients);
        set.set(place, changed);
        return set;
    }

    private String state(String column) {
        return rows("SELECT " + column + " FROM " + schema + ".store_state").get(0);
    }

    private static List<PatientData> patients(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> patient("" + i)).toList();
    }

    private static String text(List<PatientData> set) {
        return set.stream()
                .map(patient ->
                        "{\"externalId\":\"%s\",\"firstName\":\"%s\",\"lastName\":\"%s\",\"dateOfBirth\":\"%s\"}"
                                .formatted(
                                        patient.externalId().orElseThrow(),
                                        patient.firstName().orElseThrow(),
                                        patient.lastName().orElseThrow(),
                                        patient.dateOfBirth().orElseThrow()))
                .collect(Collectors.joining(",\n", "[", "]"));
    }
}
