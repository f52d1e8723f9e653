package io.github.patientpayments.examples.service.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The time of day by which a sync must have succeeded. A success counts for a due time from twelve hours before it, so
 * that one that came late yesterday does not count for today.
 */
record DueTime(LocalTime time, Duration grace, ZoneId zone) {

    private static final Duration EARLIEST = Duration.ofHours(12);

    /** The latest due time that has passed. */
    Instant last(Instant now) {
        ZonedDateTime today = now.atZone(zone).toLocalDate().atTime(time).atZone(zone);
        return today.toInstant().isAfter(now) ? daysAfter(now, -1) : today.toInstant();
    }

    /** The next due time that no success counts for yet. */
    Instant next(Instant now, Instant lastSuccess) {
        Instant last = last(now);
        if (!isMet(last, lastSuccess)) {
            return last;
        }
        Instant next = daysAfter(last, 1);
        return isMet(next, lastSuccess) ? daysAfter(last, 2) : next;
    }

    boolean isMet(Instant due, Instant lastSuccess) {
        return lastSuccess.isAfter(due.minus(EARLIEST));
    }

    private Instant daysAfter(Instant now, int days) {
        return now.atZone(zone)
                .toLocalDate()
                .plusDays(days)
                .atTime(time)
                .atZone(zone)
                .toInstant();
    }
}
