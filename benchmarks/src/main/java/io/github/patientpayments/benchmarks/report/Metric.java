package io.github.patientpayments.benchmarks.report;

import io.github.patientpayments.benchmarks.Measurement;
import java.util.Locale;

/** What of a measurement is reported. */
enum Metric {
    /** In seconds. */
    TIME,
    /** Until the input was read, in seconds. */
    READING,
    /** In MB. */
    WAL,
    /** In MB. */
    HEAP;

    double of(Measurement measurement) {
        return switch (this) {
            case TIME -> measurement.timing().nanos() / 1e9;
            case READING -> measurement.timing().readingNanos() / 1e9;
            case WAL -> measurement.walBytes() / 1e6;
            case HEAP -> measurement.timing().heapBytes() / 1e6;
        };
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
