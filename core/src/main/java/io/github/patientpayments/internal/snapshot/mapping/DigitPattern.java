package io.github.patientpayments.internal.snapshot.mapping;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of digits alone, such as {@code MM/dd/uuuu} or {@code uuuuMMdd}. Reads them an order of magnitude faster
 * than a formatter would, since their positions are known.
 *
 * @param pattern the pattern
 * @param year the position of its year
 * @param month the position of its month
 * @param day the position of its day
 */
record DigitPattern(String pattern, int year, int month, int day) implements DateForm {

    private static final String YEAR = "uuuu";
    private static final String MONTH = "MM";
    private static final String DAY = "dd";

    /** Null if the pattern has anything else than these three and punctuation. */
    static @Nullable DigitPattern of(String pattern) {
        DigitPattern digits =
                new DigitPattern(pattern, pattern.indexOf(YEAR), pattern.indexOf(MONTH), pattern.indexOf(DAY));
        boolean whole = digits.year >= 0 && digits.month >= 0 && digits.day >= 0;
        String rest = pattern.replaceFirst(YEAR, "").replaceFirst(MONTH, "").replaceFirst(DAY, "");
        return whole && rest.chars().allMatch(DigitPattern::isPlain) ? digits : null;
    }

    /** Letters, digits, quotes and brackets have a meaning in a pattern. */
    private static boolean isPlain(int c) {
        return "/-. ,:_".indexOf(c) >= 0;
    }

    @Override
    public @Nullable LocalDate parse(String text) {
        if (text.length() != pattern.length()) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char expected = pattern.charAt(i);
            if (isPlain(expected) && text.charAt(i) != expected) {
                return null;
            }
        }
        return Numbers.date(
                Numbers.digits(text, year, year + YEAR.length()),
                Numbers.digits(text, month, month + MONTH.length()),
                Numbers.digits(text, day, day + DAY.length()));
    }
}
