package io.github.patientpayments.sync;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of the other system at one moment: all its patients, all its payments, or both. A record that is missing
 * from a set has been deleted there. A set that is not given is left alone, except that payments are deleted and
 * restored with their patient.
 *
 * <pre>{@code
 * Snapshot snapshot = Snapshot.builder()
 *         .patients(Source.json(Path.of("patients.json")))
 *         .payments(Source.json(Path.of("payments.json.gz")))
 *         .exportedAt(exportedAt)
 *         .controlTotals(ControlTotals.payments(72_539, new BigDecimal("30839187.34")))
 *         .build();
 * SyncReport report = store.sync(snapshot);
 * }</pre>
 *
 * <p>Immutable; as reusable as its sources.
 */
public final class Snapshot extends SyncInput {

    private final @Nullable LocalDate paymentsPaidFrom;

    private Snapshot(Builder builder) {
        super(builder);
        this.paymentsPaidFrom = builder.paymentsPaidFrom;
        if (paymentsPaidFrom != null && payments().isEmpty()) {
            throw new IllegalArgumentException(
                    "paymentsPaidFrom is the scope of a set that is not given: add payments(…), or leave it out");
        }
    }

    /**
     * Starts building a snapshot.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the scope of the payments.
     *
     * @return see {@link Builder#paymentsPaidFrom}; empty if the set has all payments
     */
    public Optional<LocalDate> paymentsPaidFrom() {
        return Optional.ofNullable(paymentsPaidFrom);
    }

    /** Builds a {@link Snapshot}. Not thread-safe. */
    public static final class Builder extends SyncInput.Builder<Builder> {

        private static final int LAST_IMPOSSIBLE_YEAR = 1900;
        private static final int LAST_YEAR = 9999;

        private @Nullable LocalDate paymentsPaidFrom;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the scope of the payments: the set has all payments with this date and later ones, and no others. A
         * stored payment within the scope that is missing has been deleted. One outside the scope, with an earlier date
         * or none, is left alone, except that it is deleted and restored with its patient, and that it is updated if
         * the set has it with a date within the scope. A payment of the set that is outside the scope is rejected with
         * {@code OUTSIDE_SCOPE}. A payment whose date has moved before the scope is missing from the set, and so it is
         * deleted until a set with all payments comes. The guard weighs deletions, changes and insertions against all
         * live records and, besides, those of payments within the scope against the live payments within the scope.
         * Defaults to none: the set has all payments.
         *
         * @param date the first date of the scope
         * @return this builder
         * @throws IllegalArgumentException outside the years 1901 to 9999, in which payments can be
         */
        public Builder paymentsPaidFrom(LocalDate date) {
            if (date.getYear() <= LAST_IMPOSSIBLE_YEAR || date.getYear() > LAST_YEAR) {
                throw new IllegalArgumentException("paymentsPaidFrom must be in the years 1901 to 9999, not " + date);
            }
            this.paymentsPaidFrom = date;
            return this;
        }

        /**
         * Builds the snapshot. Opens no source.
         *
         * @return the snapshot
         * @throws IllegalArgumentException without any set, or with control totals or a scope of a set that is not
         *     given
         */
        public Snapshot build() {
            return new Snapshot(this);
        }
    }
}
