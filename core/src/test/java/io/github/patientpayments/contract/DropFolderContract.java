package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.fixture.FileLocks;
import io.github.patientpayments.fixture.Gzip;
import io.github.patientpayments.job.DropFolder;
import io.github.patientpayments.job.DropFolder.Outcome;
import io.github.patientpayments.job.DropFolder.Result;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncRun;
import io.github.patientpayments.sync.SyncRun.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pairs of files are applied in the order of their exports, and moved. */
class DropFolderContract extends DropFolderContractTest {

    @Test
    void pairsAreAppliedInTheOrderOfTheirExports() throws IOException {
        drop(SECOND, 2);
        drop(THIRD, 3);
        drop(FIRST, 1);

        List<Result> results = job().run();

        assertThat(results).extracting(Result::key).containsExactly(FIRST, SECOND, THIRD);
        assertThat(results).extracting(Result::outcome).containsOnly(Outcome.DONE);
        assertThat(results)
                .extracting(result -> result.run().orElseThrow())
                .extracting(SyncRun::exportedAt)
                .extracting(time -> time.orElseThrow().toString())
                .containsExactly("2026-02-01T02:00:00Z", "2026-02-02T02:00:00Z", "2026-02-03T02:00:00Z");
        assertThat(store.patient("3")).isPresent();
        assertThat(names("done"))
                .hasSize(9)
                .contains("patients-" + FIRST + ".json", "payments-" + FIRST + ".json", FIRST + ".txt");
        assertThat(results.get(1).report())
                .isEqualTo(folder.resolve("done").resolve(SECOND + ".txt"))
                .content()
                .contains(
                        "outcome: done",
                        "Run 2 APPLIED at ",
                        "patients: 2 read: 1 inserted, 1 unchanged",
                        "payments: 2 read: 1 inserted, 1 unchanged")
                .doesNotContain("First", "Last");
        assertThat(names("working")).containsExactly(".lock");
        assertThat(job().run()).isEmpty();
    }

    @Test
    void whatIsNotACompletePairWaits() throws IOException {
        write("patients-" + FIRST + ".json", patientsJson(1));
        write("payments-" + SECOND + ".json", paymentsJson(1));
        write("patients-" + THIRD + ".json.part", patientsJson(1));
        write("payments-" + THIRD + ".json", paymentsJson(1));
        write(".patients-" + THIRD + ".json", patientsJson(1));
        write("other.txt", "x");
        List<String> before = names(".");

        assertThat(job().run()).isEmpty();
        assertThat(names(".")).containsAll(before);

        write("payments-" + FIRST + ".json", paymentsJson(1));
        assertThat(job().run()).extracting(Result::key).containsExactly(FIRST);
    }

    @Test
    void aPairThatMayStillBeWrittenWaits() throws IOException {
        drop(FIRST, 1);
        Files.setLastModifiedTime(
                folder.resolve("payments-" + FIRST + ".json"),
                FileTime.from(Instant.now().minusSeconds(30)));

        assertThat(job(builder -> builder.quiet(Duration.ofSeconds(40))).run()).isEmpty();
        assertThat(job(builder -> builder.quiet(Duration.ofSeconds(20))).run()).hasSize(1);
    }

    @Test
    void aPairThatIsSentAgainDuringTheSyncsBeforeItWaits() throws IOException {
        drop(FIRST, 1);
        drop(SECOND, 2);
        Path again = folder.resolve("payments-" + SECOND + ".json");
        PatientPaymentStore slow =
                around(() -> Files.setLastModifiedTime(again, FileTime.from(Instant.now())), () -> {});

        assertThat(builder(slow).build().run()).extracting(Result::key).containsExactly(FIRST);
        assertThat(names(".")).contains("patients-" + SECOND + ".json", "payments-" + SECOND + ".json");
        assertThat(names("working")).containsExactly(".lock");
        age();
        assertThat(job().run()).extracting(Result::key).containsExactly(SECOND);
    }

    @Test
    void aRefusedPairIsHeldAndTheNextOneIsApplied() throws IOException {
        drop(FIRST, 10);
        drop(SECOND, 1);
        drop(THIRD, 11);

        List<Result> results = job().run();

        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.DONE, Outcome.HELD, Outcome.DONE);
        assertThat(results.get(1).run().orElseThrow().status()).isEqualTo(Status.REFUSED);
        assertThat(names("held"))
                .containsExactly(SECOND + ".txt", "patients-" + SECOND + ".json", "payments-" + SECOND + ".json");
        assertThat(results.get(1).report())
                .content()
                .contains("A person has to decide", "DELETIONS: ", "patients: 1 read: 1 unchanged, 9 deleted")
                .doesNotContain("First", "Last");
        assertThat(store.totals(io.github.patientpayments.query.PatientFilter.all())
                        .patients())
                .isEqualTo(11);
    }

    @Test
    void aHeldPairThatIsMovedBackCanBeAllowed() throws IOException {
        drop(FIRST, 10);
        drop(SECOND, 1);
        job().run();
        moveBack("held", SECOND);
        assertThat(job().run()).extracting(Result::outcome).containsExactly(Outcome.HELD);
        assertThat(names("held")).contains(SECOND + ".txt", SECOND + ".txt.2", "patients-" + SECOND + ".json.2");
        Files.move(
                folder.resolve("held/patients-" + SECOND + ".json.2"), folder.resolve("patients-" + SECOND + ".json"));
        Files.move(
                folder.resolve("held/payments-" + SECOND + ".json.2"), folder.resolve("payments-" + SECOND + ".json"));

        List<Result> results = job(builder ->
                        builder.options(SyncOptions.defaults().lift(Reason.DELETIONS)))
                .run();

        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.DONE);
        assertThat(store.patient("10")).isEmpty();
    }

    @Test
    void anOlderExportThatComesLateIsHeld() throws IOException {
        drop(SECOND, 2);
        job().run();
        drop(FIRST, 1);

        List<Result> results = job().run();

        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.HELD);
        assertThat(results.get(0).report()).content().contains("STALE");
    }

    @Test
    void malformedInputIsRefusedWithItsPlace() throws IOException {
        drop(FIRST, 2);
        write("payments-" + FIRST + ".json", paymentsJson(2).replace("]", ""));
        drop(SECOND, 1);

        List<Result> results = job().run();

        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.REFUSED, Outcome.DONE);
        assertThat(results.get(0).run()).isEmpty();
        assertThat(results.get(0).report()).content().contains("The payments are not a valid snapshot", "record");
        assertThat(names("refused")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-02-01, 2026-02-01T05:00:00Z",
        "20260201, 2026-02-01T05:00:00Z",
        "2026-02-01T0200, 2026-02-01T07:00:00Z",
        "2026-02-01T02:00:30, 2026-02-01T07:00:30Z",
        "20260201-020030, 2026-02-01T07:00:30Z",
        "2026-02-01T0200Z, 2026-02-01T02:00:00Z",
        "20260201T020030Z, 2026-02-01T02:00:30Z"
    })
    void theNameHasTheTimeOfTheExport(String key, Instant expected) throws IOException {
        drop(key, 1);

        List<Result> results =
                job(builder -> builder.zone(ZoneId.of("America/New_York"))).run();

        assertThat(results.get(0).run().orElseThrow().exportedAt()).contains(expected);
    }

    @Test
    void aNameWithoutATimeIsRefusedUnlessTheHostKnowsOne() throws IOException {
        for (String key : List.of("monday", "2026-02-30")) {
            drop(key, 1);
        }
        List<Result> results = job().run();

        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.REFUSED, Outcome.REFUSED);
        assertThat(results.get(1).report()).content().contains("No time of export.", "2026-09-01T0200");
        assertThat(store.syncRuns(1)).isEmpty();

        drop("7", 1);
        assertThat(job(builder -> builder.exportedAt(key -> START.plusSeconds(Long.parseLong(key))))
                        .run()
                        .get(0)
                        .run()
                        .orElseThrow()
                        .exportedAt())
                .contains(START.plusSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({"null", "far", "control", "mapping"})
    void settingsThatDoNotFitAPairRefuseItAndNotTheNext(String fault) throws IOException {
        Mapping patientsOnly = Mapping.parse("{\"patients\":{\"fields\":"
                + "{\"externalId\":\"externalId\",\"firstName\":\"firstName\",\"lastName\":\"lastName\"}}}");
        drop(FIRST, 1);
        UnaryOperator<DropFolder.Builder> settings = switch (fault) {
            case "null" -> builder -> builder.exportedAt(key -> key.equals(FIRST) ? null : START);
            case "far" -> builder -> builder.exportedAt(key -> key.equals(FIRST) ? Instant.MAX : START);
            case "control" ->
                builder -> builder.input((key, snapshot) -> {
                    if (key.equals(FIRST)) {
                        throw new IllegalArgumentException("No totals for it");
                    }
                });
            default -> builder -> builder.mapping(patientsOnly);
        };
        if (!fault.equals("mapping")) {
            drop(SECOND, 2);
        }

        List<Result> results = job(settings).run();

        assertThat(results).filteredOn(Result::key, FIRST).hasSize(1).first().satisfies(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.report()).content().contains("IllegalArgumentException: ");
        });
        assertThat(results)
                .filteredOn(Result::key, SECOND)
                .extracting(Result::outcome)
                .containsExactlyElementsOf(fault.equals("mapping") ? List.of() : List.of(Outcome.DONE));
        assertThat(names("working")).containsExactly(".lock");
    }

    @Test
    void otherNamesPackedFilesCsvAndMappings() throws IOException {
        Files.write(folder.resolve("P_" + FIRST + ".csv.gz"), Gzip.gzip("nr;first;last\n1;A;B\n"));
        Files.write(folder.resolve("M_" + FIRST + ".csv.gz"), Gzip.gzip("no;nr;amount\na;1;2.5\n"));
        age();
        Mapping mapping = Mapping.parse(
                "{\"patients\":{\"fields\":{\"externalId\":\"nr\",\"firstName\":\"first\",\"lastName\":\"last\"}},"
                        + "\"payments\":{\"fields\":{\"externalId\":\"no\",\"patientId\":\"nr\",\"amount\":\"amount\"}}}");

        List<Result> results = job(builder -> builder.names("P_{key}.csv", "M_{key}.csv")
                        .csv(CsvFormat.defaults().delimiter(';'))
                        .mapping(mapping)
                        .input((key, snapshot) -> snapshot.acceptUnterminated()))
                .run();

        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.DONE);
        assertThat(store.payment("a").orElseThrow().amount()).isEqualByComparingTo("2.5");
    }

    @Test
    void aFailureThatMayPassKeepsThePairAndTheOrder() throws IOException {
        drop(FIRST, 1);
        drop(SECOND, 2);
        AtomicBoolean busy = new AtomicBoolean(true);
        PatientPaymentStore sometimesBusy = around(
                () -> {
                    if (busy.get()) {
                        throw new StoreBusyException("busy", "55P03", null);
                    }
                },
                () -> {});

        assertThatThrownBy(() -> builder(sometimesBusy).build().run()).isInstanceOf(StoreBusyException.class);
        assertThat(store.syncRuns(1)).isEmpty();
        assertThat(names("done")).isEmpty();
        busy.set(false);

        assertThat(builder(sometimesBusy).build().run()).extracting(Result::key).containsExactly(FIRST, SECOND);
    }

    /** A caller that alerts on a pair that was held has to hear of it, since no later run returns it. */
    @Test
    void theResultsBeforeAFailureAreReturned() throws IOException {
        drop(FIRST, 10);
        drop(SECOND, 1);
        drop(THIRD, 11);
        DropFolder failing = failingAtTheThird(new StoreBusyException("It is busy", "55P03", null));

        List<Result> results = failing.run();

        assertThat(results).extracting(Result::key).containsExactly(FIRST, SECOND);
        assertThat(results).extracting(Result::outcome).containsExactly(Outcome.DONE, Outcome.HELD);
        assertThatThrownBy(failing::run).isInstanceOf(StoreBusyException.class);
        assertThat(job().run()).extracting(Result::key).containsExactly(THIRD);
    }

    private DropFolder failingAtTheThird(RuntimeException failure) {
        AtomicInteger syncs = new AtomicInteger();
        return builder(around(
                        () -> {
                            if (syncs.incrementAndGet() > 2) {
                                throw failure;
                            }
                        },
                        () -> {}))
                .build();
    }

    /** Not one that is used at the same time: while one is at work, the others return at once. */
    @Test
    void ofTwoJobsOnOneFolderOneIsAtWork() throws Exception {
        drop(FIRST, 1);
        CountDownLatch syncing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        PatientPaymentStore slow = around(
                () -> {
                    syncing.countDown();
                    go.await();
                },
                () -> {});
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<List<Result>> first =
                    thread.submit(() -> builder(slow).build().run());
            syncing.await();
            drop(SECOND, 2);

            assertThat(job().run()).isEmpty();
            assertThat(names(".")).contains("patients-" + SECOND + ".json");
            assertThat(FileLocks.isLockedForOthers(folder.resolve("working/.lock")))
                    .isTrue();
            go.countDown();
            assertThat(first.get()).extracting(Result::key).containsExactly(FIRST);
            assertThat(job().run()).extracting(Result::key).containsExactly(SECOND);
        } finally {
            go.countDown();
            thread.shutdown();
        }
    }

    @Test
    void theSettingsAreChecked() {
        DropFolder.Builder builder = DropFolder.builder(store, folder.resolve("missing"));
        for (List<String> names : List.of(
                List.of("patients.json", "p-{key}.json"),
                List.of("a-{key}-{key}", "p-{key}.json"),
                List.of("a/{key}", "b-{key}"),
                List.of("{key}.txt", "b-{key}"),
                List.of("a-{key}.txt", "{key}.TXT"),
                List.of("a-{key}.journal", "b-{key}"),
                List.of("a-{key}", "b-{key}.tmp"),
                List.of("{key}.json", "{key}.json"))) {
            assertThatThrownBy(() -> builder.names(names.get(0), names.get(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        builder.names("a-{key}.txt", "b-{key}.txt");
        assertThatThrownBy(() -> builder.quiet(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.quiet(Duration.ofHours(25))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.build().run())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("is no folder");
    }
}
