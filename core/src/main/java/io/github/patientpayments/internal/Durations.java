package io.github.patientpayments.internal;

import java.math.BigDecimal;
import java.time.Duration;

/** The form of durations in messages. */
public final class Durations {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    private Durations() {}

    /** A number and its unit, as people write them: 250 ms, 1.5 s, 30 s, 2 min, 1 h. */
    public static String text(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
        if (seconds.signum() != 0 && seconds.abs().compareTo(BigDecimal.ONE) < 0) {
            return plain(seconds.movePointRight(3)) + " ms";
        }
        if (duration.isZero() || duration.getNano() != 0 || duration.getSeconds() % MINUTE != 0) {
            return plain(seconds) + " s";
        }
        return duration.getSeconds() % HOUR == 0
                ? duration.getSeconds() / HOUR + " h"
                : duration.getSeconds() / MINUTE + " min";
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
