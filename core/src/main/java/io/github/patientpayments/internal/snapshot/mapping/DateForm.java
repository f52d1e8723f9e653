package io.github.patientpayments.internal.snapshot.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a date is written. */
interface DateForm {

    String ISO_DATE = "iso-date";
    String ISO_DATE_TIME = "iso-date-time";
    String EPOCH_SECONDS = "epoch-seconds";
    String EPOCH_MILLIS = "epoch-milliseconds";

    long MILLIS = 1_000;

    /** The usual form. */
    DateForm ISO = Numbers::date;

    /** The date; null if it is not written in this form. */
    @Nullable
    LocalDate parse(String text);

    /**
     * A form by its name or its pattern.
     *
     * @param zone where the day of a moment is taken; null if moments have none
     * @throws IllegalArgumentException with a reason
     */
    static DateForm of(String name, @Nullable ZoneId zone) {
        return switch (name) {
            case ISO_DATE -> ISO;
            case ISO_DATE_TIME -> text -> parse(DateTimeFormatter.ISO_DATE_TIME, text, zone);
            case EPOCH_SECONDS, EPOCH_MILLIS -> epoch(name.equals(EPOCH_SECONDS), zone);
            default -> pattern(name, zone);
        };
    }

    private static DateForm epoch(boolean seconds, @Nullable ZoneId zone) {
        if (zone == null) {
            throw new IllegalArgumentException("a moment has a day in a zone only: add zone, such as UTC");
        }
        return text -> {
            if (!Numbers.isShortInteger(text)) {
                return null;
            }
            long value = Long.parseLong(text);
            Instant moment = Instant.ofEpochSecond(seconds ? value : Math.floorDiv(value, MILLIS));
            return LocalDate.ofInstant(moment, zone);
        };
    }

    private static DateForm pattern(String pattern, @Nullable ZoneId zone) {
        String letters = pattern.replaceAll("'[^']*'", "'");
        if (letters.contains("y") || letters.contains("Y")) {
            throw new IllegalArgumentException("the year is uuuu in a pattern, not y or Y");
        }
        if (!letters.contains("uuuu")) {
            throw new IllegalArgumentException("it has no year of four digits, uuuu; any other would be a guess");
        }
        DigitPattern digits = DigitPattern.of(pattern);
        if (digits != null) {
            return digits;
        }
        DateTimeFormatter formatter = formatter(pattern);
        return text -> parse(formatter, text, zone);
    }

    private static DateTimeFormatter formatter(String pattern) {
        DateTimeFormatter formatter;
        try {
            formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is no pattern of a date (" + e.getMessage() + ")", e);
        }
        LocalDate sample = LocalDate.of(2001, 2, 3);
        if (!sample.equals(roundTrip(formatter, sample))) {
            throw new IllegalArgumentException("it does not determine a date: it needs a year, a month and a day");
        }
        return formatter;
    }

    private static @Nullable LocalDate roundTrip(DateTimeFormatter formatter, LocalDate date) {
        try {
            return formatter
                    .parse(formatter.format(date.atStartOfDay(ZoneOffset.UTC)))
                    .query(TemporalQueries.localDate());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable LocalDate parse(DateTimeFormatter formatter, String text, @Nullable ZoneId zone) {
        try {
            TemporalAccessor parsed = formatter.parse(text);
            return zone != null && parsed.isSupported(ChronoField.INSTANT_SECONDS)
                    ? LocalDate.ofInstant(Instant.from(parsed), zone)
                    : LocalDate.from(parsed);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
