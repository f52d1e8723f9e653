package io.github.patientpayments.query;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Validates the bounds of the filters. */
final class Bounds {

    /** More digits than any sum of payments has, and few enough to be compared and sent quickly. */
    private static final int MAX_DIGITS = 60;

    /** A decimal digit needs less than four bits. */
    private static final int MAX_BITS = MAX_DIGITS * 4;

    private Bounds() {}

    static <T extends Comparable<? super T>> void check(String name, @Nullable T min, @Nullable T max) {
        if (min != null && max != null && min.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "The lower bound of " + name + " is greater than its upper bound: exchange them, or leave one out");
        }
    }

    /**
     * Returns equal objects for equal amounts, whatever their scale. None keeps a negative scale, which not every
     * database accepts. Exponent and size are checked before any arithmetic.
     */
    static BigDecimal money(BigDecimal bound) {
        if (bound.unscaledValue().bitLength() <= MAX_BITS && Math.abs((long) bound.scale()) <= MAX_DIGITS) {
            BigDecimal shortest = bound.stripTrailingZeros();
            BigDecimal plain = shortest.scale() < 0 ? shortest.setScale(0) : shortest;
            if (plain.precision() <= MAX_DIGITS) {
                return plain;
            }
        }
        throw new IllegalArgumentException(
                "An amount in a filter can have at most " + MAX_DIGITS + " digits: round it");
    }
}
