package io.github.patientpayments.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.benchmarks.rivals.Rivals;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is measured works, and after each step all contenders have the same rows. No time is asserted. */
class SyncBenchmarkTest {

    @TempDir
    Path folder;

    @Test
    void everyContenderEndsWithTheSameRows() throws Exception {
        try (EmbeddedPostgres server =
                EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
            String printed = run("--jdbc-url", server.getJdbcUrl("postgres", "postgres"), "--order", "SHUFFLED", "--gzip");
            for (Scenario scenario : Scenario.values()) {
                assertThat(printed).contains("### " + scenario.label() + ", 200x2000");
            }
            assertThat(printed).contains("### ÷ ours").contains("| first load ÷ on-conflict | 200x2000 | ours |");
        }
        List<String> results = Files.readAllLines(folder.resolve("results/results.csv"));
        for (String contender : Rivals.names()) {
            assertThat(results).anyMatch(line -> line.contains("," + contender + ","));
        }
        assertThat(folder.resolve("results/results-200x2000.svg")).isNotEmptyFile();
    }

    private String run(String... options) {
        StringWriter printed = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--sizes", "200x2000", "--h2-size", "200x2000", "--ratio-to", "ours"));
        arguments.addAll(List.of("--small-rounds", "1", "--rounds", "1", "--warm-up", "0"));
        arguments.addAll(List.of("--data", "" + folder.resolve("data"), "--output", "" + folder.resolve("results")));
        int exitCode = SyncBenchmarkMain.run(new PrintWriter(printed), arguments.toArray(String[]::new));
        assertThat(exitCode).as(printed.toString()).isZero();
        return printed.toString();
    }
}
