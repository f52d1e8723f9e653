package io.github.patientpayments.examples.loader;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.PatientPaymentStore;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Queries the store now or as of a time in the past. */
final class AsOfOption {

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description =
                    "Query the store as it was at this time, for example 2026-03-31T23:59:59Z, or at the beginning"
                            + " of a day, for example 2026-04-01. Default: now.")
    private @Nullable Moment asOf;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description =
                    "The time zone of the day in --as-of, for example Europe/Berlin. Default: that of this machine.")
    private ZoneId zone = ZoneId.systemDefault();

    Mirror of(PatientPaymentStore store) {
        return asOf == null ? store : store.history().asOf(asOf.in().apply(zone));
    }
}
