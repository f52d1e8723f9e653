package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.query.PatientFilter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A range of totals of patients: a bar of the histogram.
 *
 * @param above the greatest total that is below it; empty for the first
 * @param most the greatest total in it; empty for the last
 */
record TotalRange(String label, Optional<BigDecimal> above, Optional<BigDecimal> most) {

    /** All totals, each in one range. */
    static final List<TotalRange> ALL = List.of(
            range("≤ 0", null, "0"),
            range("≤ 10", "0", "10"),
            range("≤ 100", "10", "100"),
            range("≤ 1k", "100", "1000"),
            range("≤ 10k", "1000", "10000"),
            range("≤ 100k", "10000", "100000"),
            range("more", "100000", null));

    /** The store keeps four decimals. */
    private static final BigDecimal LEAST = new BigDecimal("0.0001");

    private static TotalRange range(String label, @Nullable String above, @Nullable String most) {
        return new TotalRange(
                label,
                Optional.ofNullable(above).map(BigDecimal::new),
                Optional.ofNullable(most).map(BigDecimal::new));
    }

    /** The least total in it. */
    Optional<BigDecimal> least() {
        return above.map(LEAST::add);
    }

    PatientFilter filter() {
        PatientFilter.Builder filter = PatientFilter.builder();
        least().ifPresent(filter::paymentTotalAtLeast);
        most.ifPresent(filter::paymentTotalAtMost);
        return filter.build();
    }

    /** In words, for the table. */
    String words() {
        if (above.isEmpty()) {
            return "0 or less";
        }
        return most.map(end -> "More than " + Numbers.of(above.get()) + ", up to " + Numbers.of(end))
                .orElse("More than " + Numbers.of(above.get()));
    }
}
