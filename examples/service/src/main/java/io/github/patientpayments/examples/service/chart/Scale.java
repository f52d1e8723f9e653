package io.github.patientpayments.examples.service.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The vertical scale of a chart: from one round number to another, with a line at each step between them.
 *
 * @param low the value at the bottom
 * @param step between two lines
 * @param steps how many
 */
record Scale(BigDecimal low, BigDecimal step, int steps) {

    private static final int WANTED = 4;
    private static final List<BigDecimal> ROUND =
            List.of(BigDecimal.ONE, BigDecimal.valueOf(2), BigDecimal.valueOf(5), BigDecimal.TEN);
    private static final List<String> SUFFIXES = List.of("", "k", "M", "G", "T");

    /** A scale on which these values fill the height. */
    static Scale around(List<BigDecimal> values) {
        BigDecimal min = values.stream().min(BigDecimal::compareTo).orElse(BigDecimal.ZERO);
        BigDecimal max = values.stream().max(BigDecimal::compareTo).orElse(BigDecimal.ONE);
        if (min.compareTo(max) == 0) {
            // A line that is level is in the middle.
            BigDecimal margin = min.abs().movePointLeft(1).max(BigDecimal.ONE);
            return between(min.subtract(margin), max.add(margin));
        }
        return between(min, max);
    }

    /** A scale for these values and zero. */
    static Scale fromZero(List<BigDecimal> values) {
        BigDecimal min = values.stream().reduce(BigDecimal.ZERO, BigDecimal::min);
        BigDecimal max = values.stream().reduce(BigDecimal.ZERO, BigDecimal::max);
        return between(min, min.compareTo(max) == 0 ? max.add(BigDecimal.ONE) : max);
    }

    private static Scale between(BigDecimal min, BigDecimal max) {
        BigDecimal least = max.subtract(min).divide(BigDecimal.valueOf(WANTED), 10, RoundingMode.UP);
        BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen(least.precision() - least.scale() - 1);
        BigDecimal step = ROUND.stream()
                .map(power::multiply)
                .filter(round -> round.compareTo(least) >= 0)
                .findFirst()
                .orElseThrow();
        BigDecimal first = min.divide(step, 0, RoundingMode.FLOOR);
        BigDecimal last = max.divide(step, 0, RoundingMode.CEILING);
        return new Scale(first.multiply(step), step, last.subtract(first).intValueExact());
    }

    /** Where a value is: 0 at the bottom, 1 at the top. */
    double place(BigDecimal value) {
        return value.subtract(low).doubleValue() / (step.doubleValue() * steps);
    }

    /** The labels of the lines, from the top. */
    List<String> labels() {
        return IntStream.rangeClosed(0, steps)
                .mapToObj(i -> low.add(step.multiply(BigDecimal.valueOf((long) steps - i))))
                .map(this::label)
                .toList();
    }

    /** As short as it can be exact: 2.5k. */
    private String label(BigDecimal value) {
        int thousands = 0;
        BigDecimal largest =
                low.abs().max(low.add(step.multiply(BigDecimal.valueOf(steps))).abs());
        BigDecimal unit = BigDecimal.ONE;
        while (thousands < SUFFIXES.size() - 1 && largest.compareTo(unit.movePointRight(3)) >= 0) {
            thousands++;
            unit = unit.movePointRight(3);
        }
        BigDecimal plain = value.divide(unit).stripTrailingZeros();
        String digits = String.format(Locale.ENGLISH, "%,." + Math.max(0, plain.scale()) + "f", plain);
        return plain.signum() == 0 ? "0" : digits + SUFFIXES.get(thousands);
    }
}
