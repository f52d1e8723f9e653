package io.github.patientpayments.examples.loader;

import io.github.patientpayments.query.PatientFilter;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The filter of patients. */
final class PatientOptions {

    @Option(names = "--payment-min", paramLabel = "AMOUNT", description = "The minimum sum of a patient's payments.")
    private @Nullable BigDecimal paymentMin;

    @Option(names = "--payment-max", paramLabel = "AMOUNT", description = "The maximum sum of a patient's payments.")
    private @Nullable BigDecimal paymentMax;

    @Option(
            names = "--name",
            paramLabel = "PREFIX",
            description = "The first letters of the first or last name; case and accents are ignored.")
    private @Nullable String name;

    @Option(
            names = "--born-from",
            paramLabel = "DATE",
            description = "The earliest date of birth, for example 1980-12-31.")
    private @Nullable LocalDate bornFrom;

    @Option(names = "--born-until", paramLabel = "DATE", description = "The latest date of birth.")
    private @Nullable LocalDate bornUntil;

    @Option(
            names = "--paid-from",
            paramLabel = "DATE",
            description = "The earliest date of the payments that count, in every total.")
    private @Nullable LocalDate paidFrom;

    @Option(names = "--paid-until", paramLabel = "DATE", description = "The latest date of the payments that count.")
    private @Nullable LocalDate paidUntil;

    @Option(names = "--deleted", description = "Include deleted patients.")
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
        if (paidFrom != null) {
            filter.paidFrom(paidFrom);
        }
        if (paidUntil != null) {
            filter.paidUntil(paidUntil);
        }
        return deleted ? filter.includeDeleted().build() : filter.build();
    }
}
