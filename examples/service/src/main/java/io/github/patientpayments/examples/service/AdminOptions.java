package io.github.patientpayments.examples.service;

import io.github.patientpayments.examples.service.admin.AdminSettings;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of the back office. */
final class AdminOptions {

    private static final int MAX_GRACE = 720;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--due",
            paramLabel = "HH:MM",
            description = "The time of day by which a sync must have succeeded; without it, the back office can't say"
                    + " that the mirror is late.")
    private @Nullable String due;

    @Option(
            names = "--grace",
            paramLabel = "MINUTES",
            defaultValue = "30",
            description = "How long after --due the mirror is not yet late. Default: ${DEFAULT-VALUE}")
    private int grace;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "The other system's time zone, such as America/Bogota: of --due, of the times in the back"
                    + " office, and of the day that no date of birth may be after. Default: ${DEFAULT-VALUE}")
    private String zone;

    @Option(
            names = "--https",
            description = "Browsers reach the back office by HTTPS only, through a reverse proxy: they send its cookie"
                    + " over nothing else.")
    private boolean https;

    /** The other system's time zone. */
    ZoneId zone() {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw usage("--zone must be a time zone, such as America/Bogota or UTC, not " + zone);
        }
    }

    AdminSettings toSettings() {
        if (grace < 0 || grace > MAX_GRACE) {
            throw usage("--grace must be 0 to " + MAX_GRACE + " minutes, not " + grace);
        }
        return new AdminSettings(
                Optional.ofNullable(due).map(this::time), Duration.ofMinutes(grace), zone(), https, Clock.systemUTC());
    }

    private LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw usage("--due must be a time of day, such as 07:00, not " + text);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
