package io.github.patientpayments.examples.loader;

import io.github.patientpayments.query.PatientFilter;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which patients. */
final class PatientOptions {

    @Option(names = "--payment-min", paramLabel = "AMOUNT", description = "The least sum of a patient's payments.")
    private @Nullable BigDecimal paymentMin;

    @Option(names = "--payment-max", paramLabel = "AMOUNT", description = "The greatest sum of a patient's payments.")
    private @Nullable BigDecimal paymentMax;

    @Option(
            names = "--name",
            paramLabel = "PREFIX",
            description = "How the first or last name begins; case and accents make no difference.")
    private @Nullable String name;

    @Option(names = "--born-from", paramLabel = "DATE", description = "The earliest date of birth, 1980-12-31.")
    private @Nullable LocalDate bornFrom;

    @Option(names = "--born-until", paramLabel = "DATE", description = "The latest date of birth.")
    private @Nullable LocalDate bornUntil;

    @Option(names = "--deleted", description = "Deleted patients too.")
    private boolean deleted;

    PatientFilter filter() {
        PatientFilter.Builder filter = PatientFilter.builder();
        if (paymentMin != null) {
            filter.paymentTotalAtLeast(paymentMin);
        }
        if (paymentMax != null) {
            filter.paymentTotalAtMost(paymentMax);
        }
        if (name != null) {
            filter.nameStartsWith(name);
        }
        if (bornFrom != null) {
            filter.bornFrom(bornFrom);
        }
        if (bornUntil != null) {
            filter.bornUntil(bornUntil);
        }
        return deleted ? filter.includeDeleted().build() : filter.build();
    }
}
