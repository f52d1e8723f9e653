package io.github.patientpayments.benchmarks;

import io.github.patientpayments.benchmarks.data.DataSet;
import io.github.patientpayments.benchmarks.data.DataSize;
import io.github.patientpayments.benchmarks.report.BarChart;
import io.github.patientpayments.benchmarks.report.Report;
import io.github.patientpayments.benchmarks.report.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures the store against what a team would otherwise use, all in one run, and prints how they compare. */
@Command(
        name = "benchmarks/run",
        description = "Measures the store against what a team would otherwise use, all in one run.",
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class SyncBenchmarkMain implements Callable<Integer> {

    /** A database in memory is in the heap. */
    private static final String H2_HEAP = "1g";

    @Mixin
    private Options options = new Options();

    @Spec
    private CommandSpec spec;

    private final Results results = new Results();

    /**
     * Runs it.
     *
     * @param args {@code --help} lists them
     */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /** Runs it, and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new SyncBenchmarkMain())
                .setOut(out)
                .setErr(err)
                .registerConverter(DataSize.class, DataSize::parse)
                .execute(args);
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        List<Contender> postgres = options.contenders(false);
        List<Contender> h2 = options.contenders(true);
        Set<Scenario> scenarios = options.scenarios();
        if (!Scenario.ON_H2.containsAll(scenarios)) {
            measurePostgres(postgres, scenarios);
        }
        measureH2(h2, scenarios);
        report(Stream.concat(postgres.stream(), h2.stream()).toList());
        return 0;
    }

    private void measurePostgres(List<Contender> contenders, Set<Scenario> scenarios)
            throws IOException, SQLException, InterruptedException {
        try (Postgres postgres = options.jdbcUrl == null ? Postgres.embedded() : Postgres.at(options.jdbcUrl)) {
            print("PostgreSQL " + postgres.version() + ", Java " + Runtime.version() + ", "
                    + Runtime.getRuntime().availableProcessors() + " processors");
            for (DataSize size : options.sizes) {
                List<String> java = options.javaOptions(options.heap);
                try (Schedule schedule = new Schedule(postgres, contenders, scenarios, java)) {
                    measure(schedule, size);
                }
            }
        }
    }

    private void measure(Schedule schedule, DataSize size) throws IOException, SQLException, InterruptedException {
        DataSet small = data(size.small());
        for (int round = 0; round < options.warmUp; round++) {
            schedule.round(small, round, measurement -> {});
        }
        DataSet data = data(size);
        int rounds = size.isSmall() ? options.smallRounds : options.rounds;
        for (int round = 0; round < rounds; round++) {
            schedule.round(data, round, this::record);
        }
    }

    private void measureH2(List<Contender> contenders, Set<Scenario> scenarios) throws IOException {
        H2Schedule schedule = new H2Schedule(contenders, scenarios, options.javaOptions(H2_HEAP));
        for (int round = 0; round < options.rounds; round++) {
            schedule.round(data(options.h2Size), round, this::record);
        }
    }

    private DataSet data(DataSize size) {
        return new DataSet(options.spec(size), options.data);
    }

    private void record(Measurement measurement) {
        results.add(measurement);
        print(String.format(
                Locale.ROOT,
                "%s, round %d, %s, %s: %.4f s",
                measurement.size(),
                measurement.round() + 1,
                measurement.scenario().label(),
                measurement.contender(),
                measurement.timing().nanos() / 1e9));
    }

    private void report(List<Contender> contenders) throws IOException {
        List<String> stores = contenders.stream()
                .filter(Contender::isOurs)
                .map(Contender::name)
                .distinct()
                .toList();
        Report report = new Report(results, stores);
        List<String> lines = new ArrayList<>(report.markdown());
        if (options.ratioTo != null) {
            lines.addAll(report.against(options.ratioTo));
        }
        lines.forEach(this::print);
        Files.createDirectories(options.output);
        Files.write(options.output.resolve("results.csv"), report.csv());
        Files.write(options.output.resolve("results.md"), lines);
        for (DataSize size : results.sizes()) {
            Files.write(options.output.resolve("results-" + size + ".svg"), new BarChart(results, size).svg());
        }
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
