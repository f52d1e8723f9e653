package io.github.patientpayments.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.fixture.PostgresDatabase;
import io.github.patientpayments.model.FeedCopy;
import io.github.patientpayments.model.MirrorRows;
import io.github.patientpayments.model.NaiveHistory;
import io.github.patientpayments.model.NaiveStore;
import io.github.patientpayments.model.RandomDeliveries.Sets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Two processes with eight threads each sync the same and different inputs into one store. The result is that of some
 * serial order, which the run log has. {@code -Dreliability.syncs=10000} syncs more often than the build,
 * {@code -Dreliability.seed} repeats the inputs.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
@Tag("exhaustive")
class ConcurrentWritersTest {

    private static final int PROCESSES = 2;
    private static final int SYNCS = Integer.getInteger("reliability.syncs", 48);

    private final long seed = Long.getLong("reliability.seed", System.nanoTime());

    @Test
    void postgresqlHasWhatTheRunsInTheirOrderMake() throws Exception {
        PostgresDatabase database = PostgresDatabase.SHARED;
        String schema = database.newSchemaName();
        try {
            syncConcurrently(ChildProcess.target((PGSimpleDataSource) database.owner(), schema), database.owner());
        } finally {
            database.dropSchema(schema);
        }
    }

    @Test
    void anH2FileHasWhatTheRunsInTheirOrderMake(@TempDir Path folder) throws Exception {
        JdbcDataSource file = new JdbcDataSource();
        file.setURL("jdbc:h2:file:" + folder.resolve("shared") + ";AUTO_SERVER=TRUE");
        file.setUser("sa");
        // This process serves the file to the others as long as it has a connection.
        try (Connection open = file.getConnection()) {
            assertThat(open.isValid(1)).isTrue();
            syncConcurrently(List.of(file.getURL(), "sa", "", "patient_payments"), file);
        }
    }

    private void syncConcurrently(List<String> target, DataSource dataSource) throws Exception {
        PatientPaymentStore store =
                PatientPaymentStore.builder(dataSource).schema(target.get(3)).build();
        store.migrate();
        List<Process> processes = new ArrayList<>();
        Map<Long, Long> seeds = new TreeMap<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                List<String> arguments = new ArrayList<>(target);
                arguments.add(Long.toString(seed + i));
                arguments.add(Integer.toString(SYNCS / PROCESSES));
                processes.add(ChildProcess.start(WritersMain.class, arguments));
            }
            for (Process process : processes) {
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor()).as(output).isZero();
                output.lines()
                        .filter(line -> line.matches("\\d+ \\d+"))
                        .map(line -> line.split(" ", -1))
                        .forEach(parts -> seeds.put(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        assertThat(seeds).as("seed %d: every sync has a run of its own", seed).hasSize(SYNCS);
        assertReplayed(store, seeds);
    }

    private void assertReplayed(PatientPaymentStore store, Map<Long, Long> seeds) {
        NaiveStore naive = new NaiveStore();
        seeds.forEach((run, input) -> {
            Sets sets = WritersMain.input(input);
            naive.sync(sets.delta(), false, sets.paidFrom(), sets.patients(), sets.payments());
        });
        Map<Instant, Long> runs = new HashMap<>();
        for (long run : seeds.keySet()) {
            runs.put(store.syncRun(run).orElseThrow().time(), run);
        }
        MirrorRows rows = new MirrorRows(runs);
        NaiveHistory history = new NaiveHistory(naive);
        assertThat(naive.run).isEqualTo(SYNCS);
        for (long run = 1; run <= SYNCS; run += 1 + SYNCS / 50) {
            assertThat(rows.patients(store.history().asOfRun(run)))
                    .as("seed %d, run %d", seed, run)
                    .isEqualTo(history.patients(run));
            assertThat(rows.payments(store.history().asOfRun(run)))
                    .as("seed %d, run %d", seed, run)
                    .isEqualTo(history.payments(run));
        }
        assertThat(rows.payments(store)).as("seed %d", seed).isEqualTo(history.payments(SYNCS));
        assertThat(FeedCopy.replayed(store.history(), 0, SYNCS).content())
                .as("seed %d", seed)
                .isEqualTo(FeedCopy.made(store, store.history(), SYNCS).content());
        assertThat(store.verifyIntegrity().counts()).as("seed %d", seed).isEmpty();
    }
}
