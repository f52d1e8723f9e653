package io.github.patientpayments.examples.loader;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.PatientPaymentStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Queries the store now or as of a time in the past. */
final class AsOfOption {

    @Option(
            names = "--as-of",
            paramLabel = "INSTANT",
            description = "Query the store as it was at this time, for example 2026-03-31T23:59:59Z. Default: now.")
    private @Nullable Instant asOf;

    Mirror of(PatientPaymentStore store) {
        return asOf == null ? store : store.history().asOf(asOf);
    }
}
