package io.github.patientpayments.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncProgress;
import io.github.patientpayments.sync.SyncProgress.Phase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PostgreSQL server with fsync is killed with all its processes (SIGKILL) at a random moment of a sync, and started
 * again on what has reached the disk. {@code -Dreliability.serverKills=500} kills more often than the build,
 * {@code -Dreliability.seed} repeats a test.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
@Tag("exhaustive")
class KilledServerTest {

    private static final int KILLS = Integer.getInteger("reliability.serverKills", 3);
    private static final List<Phase> PHASES = List.of(Phase.values());

    private final long seed = Long.getLong("reliability.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Phase, Integer> killedIn = new EnumMap<>(Phase.class);

    @Test
    void whatWasCommittedIsThere(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        EmbeddedPostgres server = start(data);
        try {
            String schema = "";
            Nights nights = new Nights(0, 0, 0);
            for (int kill = 0; kill < KILLS; kill++) {
                if (kill % 3 == 0) {
                    schema = "life" + kill;
                    nights = new Nights(random.nextInt(), 1_000, 10_000);
                    store(server.getPostgresDatabase(), schema, new SyncListener() {})
                            .migrate();
                }
                Killer killer = new Killer(data);
                String when = "seed " + seed + ", kill " + kill + ": ";
                long night = syncUntilKilled(store(server.getPostgresDatabase(), schema, killer), nights, when);
                killer.join();
                server.close(); // Its process is gone, but not its lock.
                server = start(data);
                PatientPaymentStore store = store(server.getPostgresDatabase(), schema, new SyncListener() {});
                assertThat(new Survivor(store, nights).check(when + killer.phase))
                        .as(when)
                        .isBetween(night - 1, night);
            }
        } finally {
            server.close();
        }
        System.out.println(KILLS + " kills of PostgreSQL with seed " + seed + ", in " + killedIn);
    }

    /** Returns the night that was being applied. The ones before it have been reported as committed. */
    private static long syncUntilKilled(PatientPaymentStore store, Nights nights, String when) {
        long night = new Survivor(store, nights).lastRun();
        try {
            while (true) {
                night++;
                store.sync(nights.input(night));
            }
        } catch (StoreException e) {
            assertThat(e.sqlState()).as(when + e).isPresent();
            return night;
        }
    }

    private static PatientPaymentStore store(DataSource dataSource, String schema, SyncListener listener) {
        return PatientPaymentStore.builder(dataSource)
                .schema(schema)
                .listener(listener)
                .build();
    }

    private static EmbeddedPostgres start(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /** Kills the server some time after a phase has begun. */
    private final class Killer implements SyncListener {

        private final Path data;
        private final Phase aim = PHASES.get(random.nextInt(PHASES.size()));
        private final long delay = random.nextInt(1 + random.nextInt(50_000));
        private final Thread thread = new Thread(this::kill);
        private int times = 1 + random.nextInt(3);
        private volatile Phase phase = Phase.WAITING;

        private Killer(Path data) {
            this.data = data;
        }

        @Override
        public void progress(SyncProgress progress) {
            if (progress.phase() == phase) {
                return;
            }
            phase = progress.phase();
            times -= phase == aim ? 1 : 0;
            if (times == 0 && phase == aim) {
                thread.start();
            }
        }

        private void kill() {
            try {
                TimeUnit.MICROSECONDS.sleep(delay);
                killedIn.merge(phase, 1, Integer::sum);
                List<String> pid = Files.readAllLines(data.resolve("postmaster.pid"));
                ProcessHandle server =
                        ProcessHandle.of(Long.parseLong(pid.get(0))).orElseThrow();
                List<ProcessHandle> all =
                        Stream.concat(Stream.of(server), server.descendants()).toList();
                all.forEach(ProcessHandle::destroyForcibly);
                all.forEach(process -> process.onExit().join());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void join() throws InterruptedException {
            thread.join();
        }
    }
}
