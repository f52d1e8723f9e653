package io.github.patientpayments.examples.service;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.service.held.HeldInputs;
import io.github.patientpayments.examples.service.held.SentTotals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for refused uploads that wait for a decision. */
final class HeldOptions {

    private static final Path DEFAULT_FOLDER = Path.of("patient-payments-held");

    private static final int DEFAULT_DAYS = 7;
    private static final int MOST_DAYS = 90;

    @Option(
            names = "--held-folder",
            paramLabel = "FOLDER",
            description = "Where a refused upload is kept until a person decides on it in the back office: personal"
                    + " data, in files that only this user can read. Default: ./patient-payments-held")
    private @Nullable Path folder;

    @Option(names = "--no-held", description = "Keep no refused upload.")
    private boolean none;

    @Option(
            names = "--held-days",
            paramLabel = "N",
            description = "For how many days a refused upload is kept. Default: 7")
    private @Nullable Integer days;

    /** What is wrong with them. */
    Optional<String> check() {
        if (none && (folder != null || days != null)) {
            return Optional.of("--no-held contradicts --held-folder and --held-days; omit the one or the others");
        }
        return days() >= 1 && days() <= MOST_DAYS
                ? Optional.empty()
                : Optional.of("--held-days must be 1 to " + MOST_DAYS + ", not " + days());
    }

    private int days() {
        return days == null ? DEFAULT_DAYS : days;
    }

    private Optional<Path> folder() {
        return none ? Optional.empty() : Optional.of(folder == null ? DEFAULT_FOLDER : folder);
    }

    /** Takes the folder into use; empty if there is none. */
    Optional<HeldInputs> open(PatientPaymentStore store) throws IOException {
        Optional<Path> kept = folder();
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(HeldInputs.open(kept.get(), Duration.ofDays(days()), store));
    }

    /** The control totals of the last good uploads, which a restart keeps if there is a folder. */
    SentTotals sentTotals() {
        return SentTotals.in(folder());
    }
}
