package io.github.patientpayments.examples.loader;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Function;

/** A time on the command line: an instant, or the beginning of a day in a time zone that is given elsewhere. */
record Moment(Function<ZoneId, Instant> in) {

    static Moment parse(String text) {
        if (text.contains("T")) {
            Instant instant = Instant.parse(text);
            return new Moment(zone -> instant);
        }
        LocalDate day = LocalDate.parse(text);
        return new Moment(zone -> day.atStartOfDay(zone).toInstant());
    }
}
