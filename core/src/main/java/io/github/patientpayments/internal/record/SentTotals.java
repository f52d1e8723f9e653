package io.github.patientpayments.internal.record;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The control totals that a set has with itself, in its header or trailer.
 *
 * @param count the number of its records, those that a mapping leaves out included
 * @param sum the sum of its amounts
 */
public record SentTotals(OptionalLong count, Optional<BigDecimal> sum) {

    public static final SentTotals NONE = new SentTotals(OptionalLong.empty(), Optional.empty());

    /** These, and what only the others have. */
    public SentTotals or(SentTotals others) {
        return new SentTotals(count.isPresent() ? count : others.count, sum.isPresent() ? sum : others.sum);
    }
}
