package io.github.patientpayments.job;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the time of an export from a key. */
final class ExportTime {

    private static final Pattern TIME = Pattern.compile(
            "(\\d{4})-?(\\d{2})-?(\\d{2})" + "(?:[T_.-]?(\\d{2})[:.-]?(\\d{2})(?:[:.-]?(\\d{2}))?)?(Z)?");

    private ExportTime() {}

    static Instant of(String key, ZoneId zone) {
        Matcher matcher = TIME.matcher(key);
        if (!matcher.matches()) {
            throw new DateTimeException("The names have no export time: " + key
                    + " is not of a form like 2026-09-01T0200. Rename both files, or set exportedAt(…)");
        }
        LocalDateTime time = LocalDateTime.of(
                number(matcher.group(1)),
                number(matcher.group(2)),
                number(matcher.group(3)),
                number(matcher.group(4)),
                number(matcher.group(5)),
                number(matcher.group(6)));
        return time.atZone(matcher.group(7) == null ? zone : ZoneOffset.UTC).toInstant();
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
