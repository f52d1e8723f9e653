package io.github.patientpayments.benchmarks;

import io.github.patientpayments.benchmarks.data.Contents;
import io.github.patientpayments.benchmarks.data.DataSet;
import io.github.patientpayments.benchmarks.data.ExportFiles;
import io.github.patientpayments.benchmarks.rivals.Timing;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The order of things on PostgreSQL: round by round, scenario by scenario, contender by contender, so that whatever
 * slows the machine for a while slows them all. Another one is first in each round. After each run the contents are
 * compared with those that the export must lead to.
 */
final class Schedule implements AutoCloseable {

    private static final int SINGLE_CHANGES = 100;
    private static final Duration READING = Duration.ofSeconds(1);

    private final Postgres postgres;
    private final List<String> javaOptions;
    private final Set<Scenario> scenarios;
    private final Map<Contender, WorkerProcess> workers = new LinkedHashMap<>();

    /** Starts a process for each contender. */
    Schedule(Postgres postgres, List<Contender> contenders, Set<Scenario> scenarios, List<String> javaOptions)
            throws IOException {
        this.postgres = postgres;
        this.javaOptions = javaOptions;
        this.scenarios = scenarios;
        for (Contender contender : contenders) {
            workers.put(contender, new WorkerProcess(contender, postgres.url(), javaOptions));
        }
    }

    /** One round over a data set. */
    void round(DataSet data, int round, Consumer<Measurement> results)
            throws IOException, SQLException, InterruptedException {
        for (Scenario scenario : Scenario.values()) {
            if (scenarios.contains(scenario) && !Scenario.ON_H2.contains(scenario)) {
                for (Contender contender : rotated(round)) {
                    if (contender.can(scenario)) {
                        measure(data, scenario, contender, round).ifPresent(results);
                    }
                }
            }
        }
    }

    private List<Contender> rotated(int round) {
        List<Contender> all = new ArrayList<>(workers.keySet());
        List<Contender> rotated = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            rotated.add(all.get((i + round) % all.size()));
        }
        return rotated;
    }

    private Optional<Measurement> measure(DataSet data, Scenario scenario, Contender contender, int round)
            throws IOException, SQLException, InterruptedException {
        WorkerProcess worker = workers.get(contender);
        if (worker == null) {
            return Optional.empty();
        }
        ExportFiles files = data.export(scenario.export());
        if (scenario.isFresh()) {
            worker.create();
        } else {
            postgres.vacuum(contender.schema());
        }
        postgres.checkpoint();
        long before = postgres.wal();
        Timing timing = run(worker, contender, scenario, files);
        long wal = postgres.wal() - before;
        if (scenario != Scenario.SINGLE_CHANGE && scenario != Scenario.PAGE) {
            check(contender, scenario, worker, files.contents());
        }
        return Optional.of(new Measurement(data.size(), scenario, contender.name(), round, timing, wal));
    }

    private Timing run(WorkerProcess worker, Contender contender, Scenario scenario, ExportFiles files)
            throws IOException, InterruptedException {
        return switch (scenario) {
            case FIRST_STREAM, UNCHANGED_STREAM -> worker.sync(files, true);
            case SINGLE_CHANGE -> worker.change(SINGLE_CHANGES, files);
            case PAGE -> whileReading(contender, () -> Thread.sleep(READING.toMillis()));
            case PAGE_DURING_SYNC -> whileReading(contender, () -> worker.sync(files, false));
            default -> worker.sync(files, false);
        };
    }

    /** The reader is another process, as the users of a host are. */
    private Timing whileReading(Contender contender, Task task) throws IOException, InterruptedException {
        try (WorkerProcess reader = new WorkerProcess(contender, postgres.url(), javaOptions)) {
            reader.startReading();
            task.run();
            return reader.stopReading();
        }
    }

    private static void check(Contender contender, Scenario scenario, WorkerProcess worker, Contents expected)
            throws IOException {
        Optional<Contents> contents = worker.contents();
        if (contents.isPresent() && !contents.get().equals(expected)) {
            throw new IllegalStateException("After " + scenario.label() + ", " + contender.name() + " has "
                    + contents.get() + " instead of " + expected);
        }
    }

    @Override
    public void close() throws SQLException {
        for (Map.Entry<Contender, WorkerProcess> worker : workers.entrySet()) {
            worker.getValue().close();
            postgres.drop(worker.getKey().schema());
        }
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException, InterruptedException;
    }
}
