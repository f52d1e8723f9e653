package io.github.patientpayments.benchmarks;

import io.github.patientpayments.benchmarks.data.DataSize;
import io.github.patientpayments.benchmarks.data.DataSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the benchmark. */
final class Options {

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "PATIENTSxPAYMENTS",
            defaultValue = "100000x1000000,100x1000",
            description = "How many records the exports have; several, separated by commas. Default: ${DEFAULT-VALUE}")
    List<DataSize> sizes = List.of();

    @Option(
            names = "--h2-size",
            paramLabel = "PATIENTSxPAYMENTS",
            defaultValue = "10000x100000",
            description = "The same for H2. Default: ${DEFAULT-VALUE}")
    DataSize h2Size = new DataSize(10_000, 100_000);

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Times that everything is measured. Default: ${DEFAULT-VALUE}")
    int rounds;

    @Option(
            names = "--small-rounds",
            defaultValue = "20",
            description = "The same for data sets of up to 10,000 payments. Default: ${DEFAULT-VALUE}")
    int smallRounds;

    @Option(
            names = "--warm-up",
            defaultValue = "3",
            description = "Rounds over a small data set before, which do not count. Default: ${DEFAULT-VALUE}")
    int warmUp;

    @Option(
            names = "--rivals",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "ours,ours-dml,parse,copy,copy-indexed,swap,swap-json,on-conflict,delete-insert,hibernate,"
                    + "spring-batch,h2-batch",
            description = "Who takes part. Default: all: ${DEFAULT-VALUE}")
    List<String> rivals = List.of();

    @Option(
            names = "--store",
            paramLabel = "NAME=CLASSPATH",
            description = "The store of another build takes part under this name, in place of ours.")
    List<String> stores = new ArrayList<>();

    @Option(
            names = "--scenarios",
            split = ",",
            paramLabel = "NAME",
            description =
                    "What is measured: ${COMPLETION-CANDIDATES}; on PostgreSQL always the first load. Default: all")
    List<Scenario> scenarios = List.of(Scenario.values());

    @Option(
            names = "--changed",
            defaultValue = "0.01",
            description = "Share of records that are changed in the next export, new, and missing, each."
                    + " Default: ${DEFAULT-VALUE}")
    double changed;

    @Option(
            names = "--rewritten",
            defaultValue = "0.3",
            description = "Share of records that are changed in the one after that. Default: ${DEFAULT-VALUE}")
    double rewritten;

    @Option(
            names = "--invalid",
            defaultValue = "0.1",
            description = "Share of invalid payments in the export that has some. Default: ${DEFAULT-VALUE}")
    double invalid;

    @Option(
            names = "--order",
            defaultValue = "SAME",
            description = "Order of the records in each export: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    DataSpec.Order order = DataSpec.Order.SAME;

    @Option(names = "--gzip", description = "The files are compressed.")
    boolean gzip;

    @Option(names = "--seed", defaultValue = "1", description = "Of the data. Default: ${DEFAULT-VALUE}")
    long seed;

    @Option(
            names = "--heap",
            defaultValue = "64m",
            description = "The heap of each process on PostgreSQL. Default: ${DEFAULT-VALUE}")
    String heap = "64m";

    @Option(
            names = "--java-option",
            paramLabel = "OPTION",
            description = "An option of Java for these processes, like -XX:+UseSerialGC; may be repeated.")
    List<String> javaOptions = new ArrayList<>();

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description = "A PostgreSQL server to use, with a superuser. Its schemas named benchmark_ are dropped."
                    + " Default: a new server")
    @Nullable
    String jdbcUrl;

    @Option(
            names = "--ratio-to",
            paramLabel = "NAME",
            description = "Print how all others compare with this contender.")
    @Nullable
    String ratioTo;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "benchmarks/target/data",
            description = "Where the exports are, or are written to. Default: ${DEFAULT-VALUE}")
    Path data = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            defaultValue = "benchmarks/target/results",
            description = "Where the results are written to. Default: ${DEFAULT-VALUE}")
    Path output = Path.of("");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this.")
    boolean help;

    /** Everything that the data depend on. */
    DataSpec spec(DataSize size) {
        return new DataSpec(size, changed, rewritten, invalid, order, gzip, seed);
    }

    /** Of the processes that work with so much heap. */
    List<String> javaOptions(String withHeap) {
        return Stream.concat(Stream.of("-Xmx" + withHeap), javaOptions.stream()).toList();
    }

    /** Those that run on one of the databases. */
    List<Contender> contenders(boolean h2) {
        List<Contender> contenders = new ArrayList<>();
        stores.forEach(store -> contenders.add(Contender.store(store)));
        rivals.stream()
                .map(Contender::of)
                .filter(contender -> stores.isEmpty() || !contender.isOurs())
                .forEach(contenders::add);
        return contenders.stream().filter(contender -> contender.runsOn(h2)).toList();
    }

    /** The chosen ones, and the one that all others on PostgreSQL begin with. */
    Set<Scenario> scenarios() {
        EnumSet<Scenario> chosen = EnumSet.copyOf(scenarios);
        if (!Scenario.ON_H2.containsAll(chosen)) {
            chosen.add(Scenario.FIRST_LOAD);
        }
        return chosen;
    }
}
