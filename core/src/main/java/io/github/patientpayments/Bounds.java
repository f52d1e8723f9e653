package io.github.patientpayments;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What the filters check about their bounds. */
final class Bounds {

    /** More than any sum of payments has, and few enough to be compared and sent in no time. */
    private static final int MAX_DIGITS = 60;

    private Bounds() {}

    static <T extends Comparable<? super T>> void check(String name, @Nullable T min, @Nullable T max) {
        if (min != null && max != null && min.compareTo(max) > 0) {
            throw new IllegalArgumentException("The lower bound of " + name + " is above its upper bound");
        }
    }

    /** Equal amounts become equal objects, whatever their scale. The exponent is checked before any arithmetic. */
    static BigDecimal money(BigDecimal bound) {
        if (bound.unscaledValue().bitLength() > MAX_DIGITS * 3 || Math.abs((long) bound.scale()) > MAX_DIGITS) {
            throw new IllegalArgumentException("A bound of money has at most " + MAX_DIGITS + " digits");
        }
        BigDecimal shortest = bound.stripTrailingZeros();
        // H2 takes no number of a negative scale, which is what 10 becomes.
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
