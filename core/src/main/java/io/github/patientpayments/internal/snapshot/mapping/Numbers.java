package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.internal.record.FieldReader;
import io.github.patientpayments.sync.Rejection.Code;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers and dates as JSON and CSV have them. Reads the usual ones without a regular expression. */
public final class Numbers {

    /** Java versions differ in which exponents of ten digits they accept. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d{1,9})?");

    /** A long has room for as many digits, whatever they are. */
    private static final int DIGITS_OF_LONG = 18;

    /** Within the range of Java's moments, and beyond the year 9999 in milliseconds. */
    private static final int DIGITS_OF_MOMENT = 15;

    private Numbers() {}

    /** The number that was sent as text; null if there is none, or with a fault. */
    public static @Nullable BigDecimal decimal(@Nullable String text, String field, Faults faults) {
        if (text == null) {
            return null;
        }
        if (text.length() > FieldReader.MAX_NUMBER_LENGTH) {
            faults.add(field, Code.NUMBER_TOO_LONG);
            return null;
        }
        BigDecimal number = decimal(text);
        if (number == null) {
            faults.add(field, Code.INVALID_NUMBER);
        }
        return number;
    }

    /** The date that was sent as text; null if it is blank or missing, or with a fault. */
    public static @Nullable LocalDate date(@Nullable String text, String field, Faults faults) {
        if (text == null || text.isBlank()) {
            return null;
        }
        LocalDate date = date(text);
        if (date == null) {
            faults.add(field, Code.INVALID_DATE);
        }
        return date;
    }

    /** The number, with the scale that it was written with; null if it is none. */
    static @Nullable BigDecimal decimal(String text) {
        BigDecimal usual = usual(text.toCharArray(), 0, text.length());
        return usual != null || !NUMBER.matcher(text).matches() ? usual : new BigDecimal(text);
    }

    /** The number, if it has neither an exponent nor many digits; null otherwise. */
    public static @Nullable BigDecimal usual(char[] chars, int offset, int length) {
        int start = length > 0 && chars[offset] == '-' ? offset + 1 : offset;
        int end = offset + length;
        if (start == end || end - start > DIGITS_OF_LONG) {
            return null;
        }
        int point = end;
        long unscaled = 0;
        for (int i = start; i < end; i++) {
            char c = chars[i];
            if (isDigit(c)) {
                unscaled = unscaled * 10 + (c - '0');
            } else if (c == '.' && point == end) {
                point = i;
            } else {
                return null;
            }
        }
        if (point == start || point == end - 1) {
            return null;
        }
        return BigDecimal.valueOf(start == offset ? unscaled : -unscaled, point == end ? 0 : end - 1 - point);
    }

    /** The date, as {@code 1980-01-31}; null if there is none with these digits. */
    static @Nullable LocalDate date(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return null;
        }
        return date(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
    }

    /** The date; null if there is none, as on 2023-02-30, or if a number is negative. */
    static @Nullable LocalDate date(int year, int month, int day) {
        if (year < 0 || month < 0 || day < 0) {
            return null;
        }
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The value of these digits; negative if there is something else. */
    static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    /** Whether it is an integer that has so few digits that it can be a moment in milliseconds or seconds. */
    static boolean isShortInteger(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        return text.length() > start
                && text.length() - start <= DIGITS_OF_MOMENT
                && text.chars().skip(start).allMatch(c -> isDigit((char) c));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
