package io.github.patientpayments.internal.text;

import java.math.BigDecimal;

/** The form of amounts in results. */
public final class Amounts {

    private static final int MIN_DECIMALS = 2;

    private Amounts() {}

    /** Strips trailing zeros, except for two decimals: 7.1000, as it is stored, becomes 7.10. */
    public static BigDecimal plain(BigDecimal stored) {
        BigDecimal shortest = stored.stripTrailingZeros();
        return shortest.scale() < MIN_DECIMALS ? shortest.setScale(MIN_DECIMALS) : shortest;
    }
}
