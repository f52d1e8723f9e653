package io.github.patientpayments.benchmarks;

import io.github.patientpayments.benchmarks.data.DataSet;
import io.github.patientpayments.benchmarks.data.Export;
import io.github.patientpayments.benchmarks.data.ExportFiles;
import io.github.patientpayments.benchmarks.rivals.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The order of things on H2: each first load in a new process, as in the tests and at the first start of a product. */
final class H2Schedule {

    private static final String MEMORY = "jdbc:h2:mem:benchmark;DB_CLOSE_DELAY=-1";

    private final List<Contender> contenders;
    private final Set<Scenario> scenarios;
    private final List<String> javaOptions;

    H2Schedule(List<Contender> contenders, Set<Scenario> scenarios, List<String> javaOptions) {
        this.contenders = contenders;
        this.scenarios = scenarios;
        this.javaOptions = javaOptions;
    }

    /** One round over a data set. */
    void round(DataSet data, int round, Consumer<Measurement> results) throws IOException {
        for (Scenario scenario : Scenario.ON_H2) {
            if (scenarios.contains(scenario)) {
                for (Contender contender : contenders) {
                    Timing timing =
                            scenario == Scenario.H2_MEMORY ? load(contender, MEMORY, data) : loadFile(contender, data);
                    results.accept(new Measurement(data.size(), scenario, contender.name(), round, timing, 0));
                }
            }
        }
    }

    private Timing loadFile(Contender contender, DataSet data) throws IOException {
        Path folder = Files.createTempDirectory("benchmark-h2");
        try {
            return load(contender, "jdbc:h2:file:" + folder.resolve("benchmark"), data);
        } finally {
            Files.deleteIfExists(folder.resolve("benchmark.mv.db"));
            Files.deleteIfExists(folder.resolve("benchmark.trace.db"));
            Files.delete(folder);
        }
    }

    private Timing load(Contender contender, String url, DataSet data) throws IOException {
        ExportFiles files = data.export(Export.FIRST);
        try (WorkerProcess worker = new WorkerProcess(contender, url, javaOptions)) {
            worker.create();
            Timing timing = worker.sync(files, false);
            if (!worker.contents().equals(Optional.of(files.contents()))) {
                throw new IllegalStateException(
                        "On H2, " + contender.name() + " has " + worker.contents() + " instead of " + files.contents());
            }
            return timing;
        }
    }
}
