package io.github.patientpayments.benchmarks.report;

import io.github.patientpayments.benchmarks.Measurement;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What of a measurement is reported. */
enum Metric {
    /** In seconds. */
    TIME(measurement -> measurement.timing().nanos() / 1e9),
    /** In seconds. */
    READING(measurement -> measurement.timing().readingNanos() / 1e9),
    /** In MB. */
    WAL(measurement -> measurement.walBytes() / 1e6),
    /** In MB. */
    HEAP(measurement -> measurement.timing().heapBytes() / 1e6);

    private final ToDoubleFunction<Measurement> value;

    Metric(ToDoubleFunction<Measurement> value) {
        this.value = value;
    }

    double of(Measurement measurement) {
        return value.applyAsDouble(measurement);
    }

    /** Three digits that count. */
    static String text(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        int decimals = value >= 10 ? 1 : value >= 1 || value == 0 ? 2 : value >= 0.01 ? 3 : 5;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
