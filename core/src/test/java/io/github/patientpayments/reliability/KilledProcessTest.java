package io.github.patientpayments.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.fixture.PostgresDatabase;
import io.github.patientpayments.sync.SyncProgress.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.Driver;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process that syncs all the time is killed (SIGKILL) at a random moment, again and again, each time in the phase in
 * which it was killed least. {@code -Dreliability.kills=1000} kills more often than the build,
 * {@code -Dreliability.seed} repeats a test.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
@Tag("exhaustive")
class KilledProcessTest {

    private static final int KILLS = Integer.getInteger("reliability.kills", 5);

    /** Then a new store begins: its first load is an aim too. */
    private static final int KILLS_IN_A_LIFE = 3;

    /** So many records that a first load makes the indexes of PostgreSQL after the rows. */
    private static final int PATIENTS = 1_000;

    private static final int PAYMENTS = 10_000;
    private static final List<Phase> PHASES = List.of(Phase.values());

    private final long seed = Long.getLong("reliability.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<Phase, Integer> killedIn = new EnumMap<>(Phase.class);

    @Test
    void postgresqlHasWhatTheLastRunMadeIt() throws Exception {
        PostgresDatabase database = PostgresDatabase.SHARED;
        while (kills() < KILLS) {
            String schema = database.newSchemaName();
            List<String> target = ChildProcess.target((PGSimpleDataSource) database.owner(), schema);
            try {
                liveAndDie(target, database.owner(), () -> awaitEndOfSessions(database.owner(), schema));
            } finally {
                database.dropSchema(schema);
            }
        }
        report("PostgreSQL");
    }

    /**
     * With the setting that operations.md asks for. H2 2.5.252 damages its file, also without the store: it is killed
     * on request, with {@code -Dreliability.h2=true}.
     */
    @Test
    void anH2FileHasWhatTheLastRunMadeIt(@TempDir Path folder) throws Exception {
        assumeThat(new Driver().getMinorVersion() == 5 && !Boolean.getBoolean("reliability.h2"))
                .as("an H2 that damages its file")
                .isFalse();
        while (kills() < KILLS) {
            JdbcDataSource file = new JdbcDataSource();
            file.setURL("jdbc:h2:file:" + folder.resolve("life" + kills()) + ";WRITE_DELAY=0");
            file.setUser("sa");
            liveAndDie(List.of(file.getURL(), "sa", "", "patient_payments"), file, () -> {});
        }
        report("an H2 file");
    }

    private void liveAndDie(List<String> target, DataSource dataSource, Wait sessionsEnded) throws Exception {
        Nights nights = new Nights(random.nextInt(), PATIENTS, PAYMENTS);
        PatientPaymentStore store =
                PatientPaymentStore.builder(dataSource).schema(target.get(3)).build();
        store.migrate();
        for (int kill = 0; kill < KILLS_IN_A_LIFE && kills() < KILLS; kill++) {
            Killed killed = runAndKill(target, nights);
            sessionsEnded.await();
            String when = "seed " + seed + ", " + killed;
            // Without an open connection, H2 would open the file anew for each query.
            try (Connection open = dataSource.getConnection()) {
                assertThat(open.isClosed()).isFalse();
                assertThat(new Survivor(store, nights).check(when)).as(when).isGreaterThanOrEqualTo(killed.committed);
            }
        }
    }

    /** Kills the process some time after it has begun a phase. */
    private Killed runAndKill(List<String> target, Nights nights) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(target);
        arguments.add(Long.toString(nights.seed()));
        arguments.add(Long.toString(nights.patients()));
        arguments.add(Long.toString(nights.payments()));
        Process process = ChildProcess.start(KilledMain.class, arguments);
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Phase aim = leastKilledIn();
            List<String> lines = awaitLine(output, aim.name(), 1 + random.nextInt(3));
            TimeUnit.MICROSECONDS.sleep(random.nextInt(1 + random.nextInt(50_000)));
            // Not the process itself, which would close its output.
            process.toHandle().destroyForcibly();
            output.lines().forEach(lines::add);
            Killed killed = Killed.after(lines);
            killedIn.merge(killed.phase, 1, Integer::sum);
            return killed;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Phase leastKilledIn() {
        List<Phase> shuffled = new ArrayList<>(PHASES);
        Collections.shuffle(shuffled, random);
        return Collections.min(shuffled, Comparator.comparing(phase -> killedIn.getOrDefault(phase, 0)));
    }

    private List<String> awaitLine(BufferedReader output, String wanted, int times) throws IOException {
        List<String> lines = new ArrayList<>();
        while (Collections.frequency(lines, wanted) < times) {
            @Nullable String line = output.readLine();
            assertThat(line).as("seed %d: the process ended: %s", seed, lines).isNotNull();
            lines.add(line);
        }
        return lines;
    }

    /** A commit that was under way may still take effect. */
    private static void awaitEndOfSessions(DataSource dataSource, String application)
            throws SQLException, InterruptedException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            boolean ended = false;
            while (!ended) {
                try (ResultSet sessions = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = '" + application + "'")) {
                    sessions.next();
                    ended = sessions.getLong(1) == 0;
                }
                TimeUnit.MILLISECONDS.sleep(ended ? 0 : 5);
            }
        }
    }

    private int kills() {
        return killedIn.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void report(String database) {
        System.out.println(KILLS + " kills on " + database + " with seed " + seed + ", in " + killedIn);
        if (KILLS >= 100) {
            assertThat(PHASES)
                    .allSatisfy(phase -> assertThat(killedIn.getOrDefault(phase, 0))
                            .as("kills in %s", phase)
                            .isGreaterThanOrEqualTo(KILLS / 20));
        }
    }

    /** The phase that a process has begun last, and the last night of which it has learned that it is committed. */
    private record Killed(Phase phase, long committed) {

        static Killed after(List<String> lines) {
            Phase phase = Phase.WAITING;
            long committed = 0;
            for (String line : lines) {
                if (line.startsWith(KilledMain.COMMITTED)) {
                    committed = Long.parseLong(line.substring(KilledMain.COMMITTED.length()));
                } else {
                    phase = PHASES.stream()
                            .filter(each -> each.name().equals(line))
                            .findFirst()
                            .orElse(phase);
                }
            }
            return new Killed(phase, committed);
        }
    }

    @FunctionalInterface
    private interface Wait {
        void await() throws SQLException, InterruptedException;
    }
}
