package io.github.patientpayments.benchmarks.report;

import static io.github.patientpayments.benchmarks.report.Goal.Sizes.LARGE;
import static io.github.patientpayments.benchmarks.report.Goal.Sizes.SMALL;

import io.github.patientpayments.benchmarks.Scenario;
import io.github.patientpayments.benchmarks.data.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The goals, and how far the store is from them, as a table. */
final class Goals {

    private static final List<Goal> ALL = List.of(
            Goal.reading(Scenario.UNCHANGED, Scenario.UNCHANGED, "parse", 1.8, 1.3),
            Goal.reading(Scenario.FIRST_STREAM, Scenario.FIRST_LOAD, "copy", 1.5, 1.3),
            Goal.time(LARGE, Scenario.FIRST_LOAD, "swap", 1.7, 1.2),
            Goal.wal(Scenario.FIRST_LOAD, "swap", 2.5, 2),
            Goal.time(LARGE, Scenario.FIRST_LOAD, "on-conflict", 0.35, 0.22),
            Goal.time(LARGE, Scenario.UNCHANGED, "parse", 2, 1.5),
            Goal.time(LARGE, Scenario.UNCHANGED_STREAM, "swap", 0.6, 0.3),
            Goal.time(LARGE, Scenario.CHANGED, "swap", 1.2, 0.75),
            Goal.time(LARGE, Scenario.CHANGED, "on-conflict", 0.25, 0.15),
            Goal.wal(Scenario.CHANGED, "on-conflict", 0.45, 0.25),
            Goal.time(LARGE, Scenario.REWRITTEN, "swap", 5, 3),
            Goal.time(LARGE, Scenario.SINGLE_CHANGE, "on-conflict", 8, 4),
            Goal.own(Scenario.INVALID, Scenario.FIRST_LOAD, 1.5, 1.2),
            Goal.own(Scenario.PAGE_DURING_SYNC, Scenario.PAGE, 5, 2),
            Goal.time(SMALL, Scenario.FIRST_LOAD, "on-conflict", 1.2, 0.8),
            Goal.time(SMALL, Scenario.UNCHANGED, "on-conflict", 1.2, 0.8),
            Goal.time(SMALL, Scenario.CHANGED, "on-conflict", 1.2, 0.8),
            Goal.growth(Scenario.FIRST_LOAD, 12, 10.5),
            Goal.growth(Scenario.UNCHANGED, 12, 10.5),
            Goal.growth(Scenario.CHANGED, 12, 10.5),
            Goal.time(LARGE, Scenario.H2_MEMORY, "h2-batch", 1.6, 1.1),
            Goal.time(LARGE, Scenario.H2_FILE, "h2-batch", 1.6, 1.1));

    private final Results results;

    Goals(Results results) {
        this.results = results;
    }

    /** The lines of the table that could be measured, as Markdown. */
    List<String> lines(List<String> stores) {
        List<String> lines = new ArrayList<>();
        for (DataSize size : results.sizes()) {
            for (Goal goal : ALL) {
                for (String store : stores) {
                    ratio(goal, size, store).ifPresent(ratio -> lines.add(line(goal, size, store, ratio)));
                }
            }
        }
        return lines;
    }

    private Optional<Spread> ratio(Goal goal, DataSize size, String store) {
        return compared(goal, size)
                .flatMap(other -> Results.ratio(
                        results.values(size, goal.scenario(), store, goal.ownMetric()),
                        results.values(
                                other, goal.against(), goal.rival().isEmpty() ? store : goal.rival(), goal.metric())));
    }

    /** The size that this one is compared with; empty if the goal is not for this one. */
    private Optional<DataSize> compared(Goal goal, DataSize size) {
        return switch (goal.sizes()) {
            case LARGE -> size.isSmall() ? Optional.empty() : Optional.of(size);
            case SMALL -> size.isSmall() ? Optional.of(size) : Optional.empty();
            case TENFOLD ->
                results.sizes().stream()
                        .filter(other -> other.payments() * 10L == size.payments())
                        .findFirst();
        };
    }

    private static String line(Goal goal, DataSize size, String store, Spread ratio) {
        String reached = ratio.median() <= goal.aim() ? "aim" : ratio.median() <= goal.must() ? "must" : "missed";
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %s |",
                goal.label(),
                size,
                store,
                ratio,
                Metric.text(goal.must()),
                Metric.text(goal.aim()),
                reached);
    }
}
