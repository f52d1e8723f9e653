package io.github.patientpayments.examples.service.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The settings of the back office.
 *
 * @param due the time of day by which a sync must have succeeded; empty if there is none
 * @param grace how long after it the mirror is not yet late
 * @param zone of the due time and of all times on the pages
 * @param https whether browsers reach it by HTTPS only, so that they send the cookie over nothing else
 */
public record AdminSettings(Optional<LocalTime> due, Duration grace, ZoneId zone, boolean https, Clock clock) {}
