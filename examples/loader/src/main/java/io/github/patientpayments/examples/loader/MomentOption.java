package io.github.patientpayments.examples.loader;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.PatientPaymentStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The store as it is, or as it was. */
final class MomentOption {

    @Option(
            names = "--as-of",
            paramLabel = "INSTANT",
            description = "As it was then, 2026-03-31T23:59:59Z for instance. Default: as it is now.")
    private @Nullable Instant asOf;

    Mirror of(PatientPaymentStore store) {
        return asOf == null ? store : store.history().asOf(asOf);
    }
}
