package io.github.patientpayments.benchmarks.data;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many records the first export has.
 *
 * @param patients at least 10
 * @param payments at least 10
 */
public record DataSize(int patients, int payments) {

    private static final int SMALL = 10_000;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})x(\\d{1,9})");

    /** Checks both numbers. */
    public DataSize {
        if (patients < 10 || payments < 10) {
            throw new IllegalArgumentException(
                    "A size needs at least 10 patients and 10 payments, not " + patients + " and " + payments);
        }
    }

    /**
     * Reads what {@link #toString} writes: {@code 100000x1000000}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static DataSize parse(String text) {
        Matcher numbers = TEXT.matcher(text);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("A size is PATIENTSxPAYMENTS, like 100000x1000000, not " + text);
        }
        return new DataSize(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
    }

    /** Whether it is small, so that it is quick, and has goals of its own. */
    public boolean isSmall() {
        return payments <= SMALL;
    }

    /** A size for warming up: of the same shape, but small. */
    public DataSize small() {
        return payments <= 5_000 ? this : new DataSize(500, 5_000);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%dx%d", patients, payments);
    }
}
