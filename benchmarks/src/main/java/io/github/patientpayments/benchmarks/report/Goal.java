package io.github.patientpayments.benchmarks.report;

import io.github.patientpayments.benchmarks.Scenario;

/**
 * A ratio that the store has to keep to.
 *
 * @param sizes for which data sets
 * @param scenario of the store
 * @param ownMetric of the store
 * @param against the scenario of the other side
 * @param metric of the other side
 * @param rival who is the other side; empty for the store itself
 * @param must the greatest ratio
 * @param aim a ratio to be proud of
 */
record Goal(
        Sizes sizes,
        Scenario scenario,
        Metric ownMetric,
        Scenario against,
        Metric metric,
        String rival,
        double must,
        double aim) {

    /** For which data sets a goal is. */
    enum Sizes {
        /** Those of more than 10,000 payments. */
        LARGE,
        /** The others. */
        SMALL,
        /** One of ten times as many payments, against the other. */
        TENFOLD
    }

    static Goal time(Sizes sizes, Scenario scenario, String rival, double must, double aim) {
        return new Goal(sizes, scenario, Metric.TIME, scenario, Metric.TIME, rival, must, aim);
    }

    static Goal wal(Scenario scenario, String rival, double must, double aim) {
        return new Goal(Sizes.LARGE, scenario, Metric.WAL, scenario, Metric.WAL, rival, must, aim);
    }

    /** Of the time until the input was read. */
    static Goal reading(Scenario scenario, Scenario against, String rival, double must, double aim) {
        return new Goal(Sizes.LARGE, scenario, Metric.READING, against, Metric.TIME, rival, must, aim);
    }

    /** Against the store itself in another scenario. */
    static Goal own(Scenario scenario, Scenario against, double must, double aim) {
        return new Goal(Sizes.LARGE, scenario, Metric.TIME, against, Metric.TIME, "", must, aim);
    }

    /** Of a data set that is ten times as large. */
    static Goal growth(Scenario scenario, double must, double aim) {
        return new Goal(Sizes.TENFOLD, scenario, Metric.TIME, scenario, Metric.TIME, "", must, aim);
    }

    String label() {
        String what = scenario.label()
                + switch (ownMetric) {
                    case TIME -> "";
                    case READING -> ", until read";
                    case WAL -> ", WAL";
                    case HEAP -> ", heap";
                };
        if (sizes == Sizes.TENFOLD) {
            return what + " ÷ a tenth of the records";
        }
        return what + " ÷ " + (rival.isEmpty() ? against.label() : rival);
    }
}
