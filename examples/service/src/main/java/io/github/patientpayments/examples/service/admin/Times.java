package io.github.patientpayments.examples.service.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people read them, in the zone of the back office. */
record Times(ZoneId zone, Clock clock) {

    /** Between a number and its unit, which stay on one line. */
    private static final String SPACE = "\u00a0";

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter THIS_YEAR = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.ENGLISH);

    /**
     * A time; a template shows it with {@code {{>time}}}.
     *
     * @param iso for machines
     * @param text in the zone of the pages, without the year if it is this one
     * @param ago such as "3 h 12 min ago"
     */
    record Shown(String iso, String text, String ago) {}

    Instant now() {
        return clock.instant();
    }

    /** The last microsecond of a day: {@code asOf} it is the mirror at the end of the day. */
    Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1_000);
    }

    Shown shown(Instant time) {
        boolean thisYear = time.atZone(zone).getYear() == now().atZone(zone).getYear();
        Duration age = Duration.between(time, now());
        String ago = age.isNegative() ? "in " + words(age.negated()) : words(age) + SPACE + "ago";
        return new Shown(time.toString(), (thisYear ? THIS_YEAR : MINUTES).format(time.atZone(zone)), ago);
    }

    /** A duration in its two largest units. */
    static String words(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes < 1) {
            return duration.toSeconds() + SPACE + "s";
        }
        if (minutes < 60) {
            return minutes + SPACE + "min";
        }
        if (minutes < 48 * 60) {
            return minutes / 60 + SPACE + "h" + (minutes % 60 == 0 ? "" : SPACE + minutes % 60 + SPACE + "min");
        }
        long hours = duration.toHours();
        return hours / 24 + SPACE + "days" + (hours % 24 == 0 ? "" : SPACE + hours % 24 + SPACE + "h");
    }

    /** A duration in days, or else in hours, or in minutes. */
    static String roughly(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + SPACE + (duration.toDays() == 1 ? "day" : "days");
        }
        return duration.toHours() > 0 ? duration.toHours() + SPACE + "h" : duration.toMinutes() + SPACE + "min";
    }

    /** A duration of a run. */
    static String precise(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        return millis < 60_000 ? String.format(Locale.ENGLISH, "%.1f s", millis / 1e3) : words(duration);
    }
}
