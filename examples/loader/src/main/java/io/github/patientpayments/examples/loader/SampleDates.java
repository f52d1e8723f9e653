package io.github.patientpayments.examples.loader;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How the values of a column may be written as dates.
 *
 * @param patterns those that fit all values: with more than one of them, a text can be two dates
 * @param missing the values that only stand for a missing date
 * @param best the pattern that fits the most values; empty if none fits any
 * @param fitting how many values it fits
 */
record SampleDates(List<String> patterns, List<String> missing, String best, long fitting) {

    static final String ISO = "uuuu-MM-dd";
    private static final String ISO_DATE_TIME = "iso-date-time";

    /** Each pattern with one that also fits its texts, and reads the same dates from them. */
    private static final Map<String, String> LENIENT =
            Map.of("MM/dd/uuuu", "M/d/uuuu", "dd/MM/uuuu", "d/M/uuuu", "dd.MM.uuuu", "d.M.uuuu");

    private static final List<String> PATTERNS = List.of(
            ISO,
            "MM/dd/uuuu",
            "dd/MM/uuuu",
            "M/d/uuuu",
            "d/M/uuuu",
            "dd.MM.uuuu",
            "d.M.uuuu",
            "MM-dd-uuuu",
            "dd-MM-uuuu",
            "uuuu/MM/dd",
            "uuuuMMdd",
            "MMdduuuu",
            "ddMMuuuu",
            "uuuu-MM-dd HH:mm:ss",
            ISO_DATE_TIME);

    private static final Map<String, DateTimeFormatter> FORMATTERS = formatters();

    /** What other programs write for no date. */
    private static final Set<String> PLACEHOLDERS = Set.of(
            "0001-01-01",
            "0000-00-00",
            "1900-01-01",
            "0001-01-01T00:00:00",
            "1900-01-01T00:00:00",
            "0000-00-00 00:00:00",
            "1900-01-01 00:00:00",
            "00000000",
            "00/00/0000",
            "01/01/0001",
            "01/01/1900",
            "1/1/0001",
            "1/1/1900");

    private static final int FIRST_YEAR = 1800;
    private static final int LAST_YEAR = 2199;

    private static Map<String, DateTimeFormatter> formatters() {
        Map<String, DateTimeFormatter> formatters = new LinkedHashMap<>();
        for (String pattern : PATTERNS) {
            formatters.put(
                    pattern,
                    pattern.equals(ISO_DATE_TIME)
                            ? DateTimeFormatter.ISO_DATE_TIME
                            : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                                    .withResolverStyle(ResolverStyle.STRICT));
        }
        return formatters;
    }

    static SampleDates of(List<String> values) {
        List<String> missing = values.stream()
                .filter(PLACEHOLDERS::contains)
                .distinct()
                .sorted()
                .toList();
        List<String> dates =
                values.stream().filter(value -> !PLACEHOLDERS.contains(value)).toList();
        Map<String, Long> fits = new LinkedHashMap<>();
        FORMATTERS.forEach((pattern, formatter) -> fits.put(
                pattern, dates.stream().filter(date -> fits(formatter, date)).count()));
        List<String> all = fits.entrySet().stream()
                .filter(fit -> !dates.isEmpty() && fit.getValue() == dates.size())
                .map(Map.Entry::getKey)
                .toList();
        List<String> needed = all.stream()
                .filter(pattern -> all.stream().noneMatch(strict -> pattern.equals(LENIENT.get(strict))))
                .toList();
        Map.Entry<String, Long> best = fits.entrySet().stream()
                .max(Comparator.comparing(Map.Entry::getValue))
                .orElseThrow();
        return new SampleDates(needed, missing, best.getValue() == 0 ? "" : best.getKey(), best.getValue());
    }

    private static boolean fits(DateTimeFormatter formatter, String text) {
        if (!Character.isDigit(text.charAt(0))) {
            return false; // the exception for each text would take longer than all the rest
        }
        try {
            int year = LocalDate.from(formatter.parse(text)).getYear();
            return year >= FIRST_YEAR && year <= LAST_YEAR;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Whether these are dates whatever the column is called: integers may be anything. */
    boolean isSure() {
        return patterns.stream().anyMatch(pattern -> !pattern.matches("\\w+"));
    }

    /** Whether all patterns have the year at the beginning. */
    boolean isYearFirst() {
        return patterns.stream().allMatch(pattern -> pattern.startsWith("u") || pattern.equals(ISO_DATE_TIME));
    }
}
