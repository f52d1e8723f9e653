package io.github.patientpayments.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.benchmarks.rivals.Rivals;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is measured works, and after each step all contenders have the same rows. No time is asserted. */
@Tag("exhaustive")
class SyncBenchmarkTest {

    private static EmbeddedPostgres server;

    @TempDir
    Path folder;

    private final StringWriter printed = new StringWriter();

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void everyContenderEndsWithTheSameRows() throws IOException {
        int exitCode = run("--order", "SHUFFLED", "--gzip", "--ratio-to", "ours");
        assertThat(exitCode).as(printed.toString()).isZero();
        for (Scenario scenario : Scenario.values()) {
            assertThat(printed.toString()).contains("### " + scenario.label() + ", 200x2000");
        }
        assertThat(printed.toString()).contains("### ÷ ours", "| first load ÷ on-conflict | 200x2000 | ours |");
        List<String> results = Files.readAllLines(folder.resolve("results/results.csv"));
        for (String contender : Rivals.names()) {
            assertThat(results).anyMatch(line -> line.contains("," + contender + ","));
        }
        assertThat(folder.resolve("results/results-200x2000.svg")).isNotEmptyFile();
    }

    @Test
    void aContenderWithOtherRowsFailsTheRun() throws IOException {
        String[] quick = {"--rivals", "copy", "--scenarios", "FIRST_LOAD"};
        assertThat(run(quick)).as(printed.toString()).isZero();
        Path contents = find("contents");
        Files.writeString(contents, Files.readString(contents).replaceFirst("200 ", "201 "));
        assertThat(run(quick)).isEqualTo(1);
        assertThat(printed.toString())
                .contains("After first load, copy has 200 ")
                .contains(" instead of 201 ");
    }

    private Path find(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        }
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--jdbc-url", server.getJdbcUrl("postgres", "postgres")));
        arguments.addAll(List.of("--sizes", "200x2000", "--h2-size", "200x2000"));
        arguments.addAll(List.of("--small-rounds", "1", "--rounds", "1", "--warm-up", "0"));
        arguments.addAll(List.of("--java-option=-XX:TieredStopAtLevel=1", "--java-option=-XX:+UseSerialGC"));
        arguments.addAll(List.of("--data", "" + folder.resolve("data"), "--output", "" + folder.resolve("results")));
        PrintWriter out = new PrintWriter(printed);
        return SyncBenchmarkMain.run(out, out, arguments.toArray(String[]::new));
    }
}
