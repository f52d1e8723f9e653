package io.github.patientpayments.benchmarks.report;

import io.github.patientpayments.benchmarks.Measurement;
import io.github.patientpayments.benchmarks.Scenario;
import io.github.patientpayments.benchmarks.data.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as Markdown and as CSV. */
public final class Report {

    private final Results results;
    private final List<String> stores;

    /**
     * @param results at least one
     * @param stores the contenders that are ours
     */
    public Report(Results results, List<String> stores) {
        this.results = results;
        this.stores = stores;
    }

    /** Tables: what each contender took in each scenario, and the goals. */
    public List<String> markdown() {
        List<String> lines = new ArrayList<>();
        for (DataSize size : results.sizes()) {
            for (Scenario scenario : results.scenarios(size)) {
                lines.addAll(List.of(
                        "",
                        "### " + scenario.label() + ", " + size,
                        "",
                        "| | seconds | until read | WAL, MB | peak heap, MB |",
                        "|---|---|---|---|---|"));
                results.contenders().forEach(contender -> addLine(lines, size, scenario, contender));
            }
        }
        List<String> goals = new Goals(results).lines(stores);
        if (!goals.isEmpty()) {
            lines.addAll(List.of("", "### Goals", "", "| ratio | data | | measured | must | aim | |"));
            lines.add("|---|---|---|---|---|---|---|");
            lines.addAll(goals);
        }
        return lines;
    }

    private void addLine(List<String> lines, DataSize size, Scenario scenario, String contender) {
        results.spread(size, scenario, contender, Metric.TIME)
                .ifPresent(time -> lines.add(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %s |",
                        contender,
                        time,
                        stores.contains(contender) ? median(size, scenario, contender, Metric.READING) : "",
                        median(size, scenario, contender, Metric.WAL),
                        median(size, scenario, contender, Metric.HEAP))));
    }

    private String median(DataSize size, Scenario scenario, String contender, Metric metric) {
        return Metric.text(
                results.spread(size, scenario, contender, metric).orElseThrow().median());
    }

    /** How every other contender compares with one of them, as Markdown. */
    public List<String> against(String base) {
        List<String> lines = new ArrayList<>(List.of("", "### ÷ " + base, "", "| | data | | seconds | WAL |"));
        lines.add("|---|---|---|---|---|");
        for (DataSize size : results.sizes()) {
            for (Scenario scenario : results.scenarios(size)) {
                results.contenders().stream()
                        .filter(contender -> !contender.equals(base))
                        .forEach(contender -> addRatio(lines, size, scenario, contender, base));
            }
        }
        return lines;
    }

    private void addRatio(List<String> lines, DataSize size, Scenario scenario, String contender, String base) {
        String time = ratio(size, scenario, contender, base, Metric.TIME);
        if (!time.isEmpty()) {
            String wal = ratio(size, scenario, contender, base, Metric.WAL);
            lines.add("| " + scenario.label() + " | " + size + " | " + contender + " | " + time + " | " + wal + " |");
        }
    }

    private String ratio(DataSize size, Scenario scenario, String contender, String base, Metric metric) {
        return Results.ratio(
                        results.values(size, scenario, contender, metric), results.values(size, scenario, base, metric))
                .map(Spread::toString)
                .orElse("");
    }

    /** One line a measurement, after one with the names. */
    public List<String> csv() {
        List<String> lines = new ArrayList<>(List.of("size,scenario,contender,round,nanos,reading_nanos,heap,wal"));
        for (Measurement measurement : results.all()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%d,%d,%d,%d,%d",
                    measurement.size(),
                    measurement.scenario(),
                    measurement.contender(),
                    measurement.round(),
                    measurement.timing().nanos(),
                    measurement.timing().readingNanos(),
                    measurement.timing().heapBytes(),
                    measurement.walBytes()));
        }
        return lines;
    }
}
