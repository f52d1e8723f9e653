package io.github.patientpayments.benchmarks.report;

import io.github.patientpayments.benchmarks.Measurement;
import io.github.patientpayments.benchmarks.Scenario;
import io.github.patientpayments.benchmarks.data.DataSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Everything that was measured in one run. Collected in one thread. */
public final class Results {

    private final List<Measurement> all = new ArrayList<>();

    /** Adds one. */
    public void add(Measurement measurement) {
        all.add(measurement);
    }

    /** In the order in which they came. */
    public List<Measurement> all() {
        return List.copyOf(all);
    }

    /** In the order in which they came. */
    public List<DataSize> sizes() {
        return distinct(Measurement::size);
    }

    List<Scenario> scenarios(DataSize size) {
        return all.stream()
                .filter(measurement -> measurement.size().equals(size))
                .map(Measurement::scenario)
                .distinct()
                .sorted()
                .toList();
    }

    /** In the order in which they came. */
    List<String> contenders() {
        return distinct(Measurement::contender);
    }

    private <T> List<T> distinct(Function<Measurement, T> part) {
        return all.stream().map(part).distinct().toList();
    }

    /** A value of each round; none if there is no such measurement. */
    List<Double> values(DataSize size, Scenario scenario, String contender, Metric metric) {
        return all.stream()
                .filter(measurement -> measurement.size().equals(size)
                        && measurement.scenario() == scenario
                        && measurement.contender().equals(contender))
                .sorted(Comparator.comparing(Measurement::round))
                .map(metric::of)
                .toList();
    }

    Optional<Spread> spread(DataSize size, Scenario scenario, String contender, Metric metric) {
        List<Double> values = values(size, scenario, contender, metric);
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** Round by round, since what slowed one of them has slowed the other; empty if one of them is missing. */
    static Optional<Spread> ratio(List<Double> above, List<Double> below) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(above.size(), below.size()); i++) {
            if (below.get(i) > 0) {
                ratios.add(above.get(i) / below.get(i));
            }
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }
}
