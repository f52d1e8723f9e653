package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Elements that a mapping leaves out are counted in the report and in the run log, and are otherwise as if not sent.
 */
class FilteredContract extends ContractTest {

    private static final Mapping MAPPING = Mapping.parse("""
            {
              "patients": {"fields": {"externalId": "id", "firstName": "name", "lastName": "name"},
                           "where": [{"from": "void", "in": [""]}]},
              "payments": {"fields": {"externalId": "id", "patientId": "of", "amount": "amount"},
                           "where": [{"from": "void", "notIn": ["true"]}]}
            }""");

    @TempDir
    Path folder;

    @Test
    void theyAreCountedWhateverBecomesOfTheOthers() {
        check(
                sync(patients("A", "-X", "B"), payments("a", "-x", "-y")),
                "2 read: 2 inserted, 1 filtered",
                "1 read: 1 inserted, 2 filtered");
        check(
                sync(patients("A", "-X", "B", "-Y"), payments("a")),
                "2 read: 2 unchanged, 2 filtered",
                "1 read: 1 unchanged");
        check(
                sync(patients("A", "-X", "-B", "?"), payments("a", "-x", "-y", "?")),
                "2 read: 1 unchanged, 1 deleted, 1 rejected, 2 filtered",
                "2 read: 1 unchanged, 1 rejected, 2 filtered");
        check(
                store.sync(Delta.builder().payments(source(payments("-a"))).build()),
                "none read",
                "none read: 1 filtered");
        assertThat(store.verifyIntegrity().deviations()).isEmpty();
    }

    @Test
    void contentThatIsRecognizedComesWithItsOwnNumberOfThem() {
        sync(patients("A", "-X"), payments("a"));

        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.jsonOnce(new ByteArrayInputStream(
                                patients("A", "-X", "-Y").getBytes(StandardCharsets.UTF_8)))
                        .mapping(MAPPING))
                .build());

        assertThat(report.status()).isEqualTo(Status.UNCHANGED);
        check(report, "1 read: 1 unchanged, 2 filtered", "none read");
        check(
                sync(patients("-X", "A", "-Y", "-Z"), payments("a")),
                "1 read: 1 unchanged, 3 filtered",
                "1 read: 1 unchanged");
    }

    @Test
    void aPreviewCountsThem() {
        sync(patients("A"), payments("a"));

        SyncReport report = store.preview(
                        Snapshot.builder().payments(source(payments("-a", "b"))).build())
                .report();

        assertThat(report.payments()).hasToString("1 read: 1 inserted, 1 deleted, 1 filtered");
    }

    @Test
    void aSetWithoutAnyOtherElementIsEmpty() {
        sync(patients("A"), payments("a"));
        store = store(builder -> builder.guard(Guard.defaults()));

        assertThatExceptionOfType(SnapshotRefusedException.class)
                .isThrownBy(() -> store.sync(Snapshot.builder()
                        .payments(source(payments("-a", "-b")))
                        .build()))
                .withMessageContaining(
                        "There are no payments in it besides 2 that the mapping filtered, and 1 in the store.")
                .satisfies(e -> check(e.report(), "none read", "0 read: 1 deleted, 2 filtered"));
    }

    /** A first load takes ids from positions if it can, which have gaps here. */
    @Test
    void aFirstLoadNumbersTheOthers() throws IOException {
        String[] ids = IntStream.range(0, 9_000)
                .mapToObj(i -> (i % 100 == 0 ? "-" : "") + i)
                .toArray(String[]::new);
        Path payments = Files.writeString(
                folder.resolve("payments.json"), payments(ids).replace("{", "{\"note\": \"" + "x".repeat(100) + "\","));
        Path patients = Files.writeString(folder.resolve("patients.json"), patients("-X", "A", "-Y", "B"));
        Snapshot snapshot = Snapshot.builder()
                .patients(Source.json(patients).mapping(MAPPING))
                .payments(Source.json(payments).mapping(MAPPING))
                .build();

        check(store.sync(snapshot), "2 read: 2 inserted, 2 filtered", "8910 read: 8910 inserted, 90 filtered");
        check(store.sync(snapshot), "2 read: 2 unchanged, 2 filtered", "8910 read: 8910 unchanged, 90 filtered");
        assertThat(store.sync(Delta.builder()
                                .patients(source(patients("C")))
                                .payments(source(payments("z")))
                                .build())
                        .payments()
                        .inserted())
                .isEqualTo(1);
        assertThat(store.verifyIntegrity().deviations()).isEmpty();
    }

    /** {@code -} precedes what is left out, and {@code ?} is rejected. */
    private static String patients(String... ids) {
        return array(ids, id -> id.equals("?") ? "\"id\": \"q\"" : "\"id\": \"" + id + "\", \"name\": \"N" + id + "\"");
    }

    private static String payments(String... ids) {
        return array(
                ids, id -> "\"id\": \"" + id + "\", \"of\": \"A\", \"amount\": " + (id.equals("?") ? "\"x\"" : "1"));
    }

    private static String array(String[] ids, UnaryOperator<String> fields) {
        return Arrays.stream(ids)
                .map(id ->
                        "{" + fields.apply(id.replace("-", "")) + (id.startsWith("-") ? ", \"void\": true" : "") + "}")
                .collect(Collectors.joining(",\n", "[", "]"));
    }

    private static Source.Json source(String text) {
        return json(text).mapping(MAPPING);
    }

    private SyncReport sync(String patients, String payments) {
        return store.sync(Snapshot.builder()
                .patients(source(patients))
                .payments(source(payments))
                .build());
    }

    private void check(SyncReport report, String patients, String payments) {
        SyncRun logged = store.syncRuns(1).get(0);
        assertThat(Stream.of(report.patients(), logged.patients()).map(Object::toString))
                .containsOnly(patients);
        assertThat(Stream.of(report.payments(), logged.payments()).map(Object::toString))
                .containsOnly(payments);
    }
}
