package io.github.patientpayments.query;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What the filters check about their bounds. */
final class Bounds {

    /** More than any sum of payments has, and few enough to be compared and sent in no time. */
    private static final int MAX_DIGITS = 60;

    /** A decimal digit needs less than four. */
    private static final int MAX_BITS = MAX_DIGITS * 4;

    private Bounds() {}

    static <T extends Comparable<? super T>> void check(String name, @Nullable T min, @Nullable T max) {
        if (min != null && max != null && min.compareTo(max) > 0) {
            throw new IllegalArgumentException("The lower bound of " + name + " is above its upper bound");
        }
    }

    /**
     * Equal amounts become equal objects, whatever their scale; none keeps a negative one, which not every database
     * takes. Exponent and size are checked before any arithmetic.
     */
    static BigDecimal money(BigDecimal bound) {
        if (bound.unscaledValue().bitLength() <= MAX_BITS && Math.abs((long) bound.scale()) <= MAX_DIGITS) {
            BigDecimal shortest = bound.stripTrailingZeros();
            BigDecimal plain = shortest.scale() < 0 ? shortest.setScale(0) : shortest;
            if (plain.precision() <= MAX_DIGITS) {
                return plain;
            }
        }
        throw new IllegalArgumentException("A bound of money has at most " + MAX_DIGITS + " digits");
    }
}
