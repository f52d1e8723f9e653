package io.github.patientpayments.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.fixture.PostgresDatabase;
import io.github.patientpayments.job.DropFolder;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Two processes work on one folder and are killed (SIGKILL) at random moments, while pairs arrive: each pair is applied
 * exactly once, in order. {@code -Dreliability.kills=1000} kills more often than the build, {@code -Dreliability.seed}
 * repeats a test.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
@Tag("exhaustive")
class KilledDropFolderTest {

    /** At most as many as the run log shows at once. */
    private static final int KILLS = Math.min(200, Integer.getInteger("reliability.kills", 4));

    private static final int PAIRS_PER_LIFE = 4;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final long seed = Long.getLong("reliability.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    Path folder;

    @Test
    void everyPairIsAppliedOnceAndInOrder() throws Exception {
        PostgresDatabase database = PostgresDatabase.SHARED;
        String schema = database.newSchemaName();
        PatientPaymentStore store =
                PatientPaymentStore.builder(database.owner()).schema(schema).build();
        store.migrate();
        List<String> arguments = new ArrayList<>(ChildProcess.target((PGSimpleDataSource) database.owner(), schema));
        arguments.add(folder.toString());
        int pairs = 0;
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                Process one = ChildProcess.start(DropFolderMain.class, arguments);
                Process other = ChildProcess.start(DropFolderMain.class, arguments);
                for (Process each : List.of(one, other)) {
                    assertThat(each.inputReader().readLine()).isEqualTo("begun");
                }
                for (int i = 0; i < PAIRS_PER_LIFE; i++) {
                    drop(++pairs);
                }
                TimeUnit.MICROSECONDS.sleep(random.nextInt(1 + random.nextInt(300_000)));
                for (Process each : List.of(one, other)) {
                    each.destroyForcibly().waitFor();
                }
            }
            DropFolder.builder(store, folder).quiet(Duration.ZERO).build().run();

            assertApplied(store, pairs);
        } finally {
            database.dropSchema(schema);
        }
    }

    private void assertApplied(PatientPaymentStore store, int pairs) throws IOException {
        List<SyncRun> applied = store.syncRuns(PageRequest.MAX_LIMIT).stream()
                .filter(run -> run.status() == SyncRun.Status.APPLIED)
                .toList();
        List<Instant> expected = new ArrayList<>();
        for (int pair = pairs; pair > 0; pair--) {
            expected.add(FIRST.plusSeconds(pair));
        }
        assertThat(applied)
                .as("seed %d", seed)
                .extracting(run -> run.exportedAt().orElseThrow())
                .containsExactlyElementsOf(expected);
        try (Stream<Path> done = Files.list(folder.resolve("done"))) {
            assertThat(done).as("seed %d", seed).hasSize(3 * pairs);
        }
        for (String empty : List.of("held", "refused")) {
            assertThat(folder.resolve(empty)).as("seed %d", seed).isEmptyDirectory();
        }
        try (Stream<Path> files = Files.walk(folder, 1)) {
            assertThat(files.filter(Files::isRegularFile)).as("seed %d", seed).isEmpty();
        }
        assertThat(store.verifyIntegrity()).hasToString("Sound");
    }

    /** As a sender does it: the files appear when they are complete. */
    private void drop(int pair) throws IOException {
        String key = FIRST.plusSeconds(pair).toString();
        put("payments-" + key + ".json", "[{\"externalId\":1,\"patientId\":1,\"amount\":" + pair + "}]");
        put("patients-" + key + ".json", "[{\"externalId\":1,\"firstName\":\"A\",\"lastName\":\"B\"}]");
    }

    private void put(String name, String content) throws IOException {
        Path part = Files.writeString(folder.resolve(name + ".part"), content);
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
