package io.github.patientpayments.examples.service.admin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

    private Numbers() {}

    static String of(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /** An amount with two to four decimals and groups of three digits. */
    static String of(BigDecimal amount) {
        return new DecimalFormat("#,##0.00##", DecimalFormatSymbols.getInstance(Locale.ENGLISH)).format(amount);
    }

    /** An amount that is rounded to two decimals. */
    static String rounded(BigDecimal amount) {
        return of(amount.setScale(2, RoundingMode.HALF_EVEN));
    }

    /** A difference, with its sign. */
    static String signed(BigDecimal difference) {
        return (difference.signum() > 0 ? "+" : "") + of(difference);
    }

    /** A difference, with its sign. */
    static String signed(long difference) {
        return (difference > 0 ? "+" : "") + of(difference);
    }

    /** A number with its noun. */
    static String of(long number, String one, String many) {
        return of(number) + " " + (number == 1 ? one : many);
    }

    /** A share of a whole. */
    static String share(long part, long whole) {
        if (whole == 0) {
            return "0%";
        }
        double percent = 100.0 * part / whole;
        return percent > 0 && percent < 0.1 ? "<0.1%" : String.format(Locale.ENGLISH, "%.1f%%", percent);
    }
}
