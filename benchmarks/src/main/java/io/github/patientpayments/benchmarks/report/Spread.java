package io.github.patientpayments.benchmarks.report;

import java.util.Arrays;
import java.util.List;

/**
 * Several values of the same thing.
 *
 * @param median the middle one
 * @param least the least one
 * @param most the greatest one
 */
record Spread(double median, double least, double most) {

    /** Of at least one value. */
    static Spread of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow());
    }

    /** {@code 1.62 (1.58–1.70)}. */
    @Override
    public String toString() {
        return least == most
                ? Metric.text(median)
                : Metric.text(median) + " (" + Metric.text(least) + "–" + Metric.text(most) + ")";
    }
}
