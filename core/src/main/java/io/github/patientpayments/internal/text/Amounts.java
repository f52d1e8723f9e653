package io.github.patientpayments.internal.text;

import java.math.BigDecimal;

/** How amounts leave the store. */
public final class Amounts {

    private static final int LEAST_DECIMALS = 2;

    private Amounts() {}

    /** 7.1000, as the database keeps it, is 7.10; 7.1234 stays. */
    public static BigDecimal plain(BigDecimal stored) {
        BigDecimal shortest = stored.stripTrailingZeros();
        return shortest.scale() < LEAST_DECIMALS ? shortest.setScale(LEAST_DECIMALS) : shortest;
    }
}
