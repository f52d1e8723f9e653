package io.github.patientpayments.query;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which payments a query returns: those that meet every condition. Bounds are inclusive. Without any condition, a
 * filter matches all live payments.
 *
 * <p>What a page costs: the payments of a patient are found by an index and sorted. Without a patient, payments are
 * read until the page is full, in the order of ids, or all of them, in the order of amounts (see
 * {@link PaymentSort#AMOUNT}). On PostgreSQL, those of some dates are found by an index too, and a page in the order of
 * dates reads no others (see {@link PaymentSort#PAID_ON}).
 *
 * <p>Immutable and thread-safe.
 */
public final class PaymentFilter {

    private static final PaymentFilter ALL = builder().build();

    private final @Nullable String patientExternalId;
    private final @Nullable BigDecimal amountAtLeast;
    private final @Nullable BigDecimal amountAtMost;
    private final @Nullable LocalDate paidFrom;
    private final @Nullable LocalDate paidUntil;
    private final boolean includesDeleted;

    private PaymentFilter(Builder builder) {
        this.patientExternalId = builder.patientExternalId;
        this.amountAtLeast = builder.amountAtLeast;
        this.amountAtMost = builder.amountAtMost;
        this.paidFrom = builder.paidFrom;
        this.paidUntil = builder.paidUntil;
        this.includesDeleted = builder.includesDeleted;
    }

    /**
     * Returns the filter that matches all live payments.
     *
     * @return a filter without conditions
     */
    public static PaymentFilter all() {
        return ALL;
    }

    /**
     * Returns the filter that matches the live payments of one patient.
     *
     * @param patientExternalId the patient's id in the other system
     * @return a filter with this one condition; an unknown patient has no payments
     */
    public static PaymentFilter ofPatient(String patientExternalId) {
        return builder().ofPatient(patientExternalId).build();
    }

    /**
     * Starts building a filter, without conditions.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns whose payments match.
     *
     * @return the patient's external id; empty if any patient matches
     */
    public Optional<String> patientExternalId() {
        return Optional.ofNullable(patientExternalId);
    }

    /**
     * Returns the lower bound of the amount.
     *
     * @return empty if there is none
     */
    public Optional<BigDecimal> amountAtLeast() {
        return Optional.ofNullable(amountAtLeast);
    }

    /**
     * Returns the upper bound of the amount.
     *
     * @return empty if there is none
     */
    public Optional<BigDecimal> amountAtMost() {
        return Optional.ofNullable(amountAtMost);
    }

    /**
     * Returns the earliest date.
     *
     * @return empty if there is none
     */
    public Optional<LocalDate> paidFrom() {
        return Optional.ofNullable(paidFrom);
    }

    /**
     * Returns the latest date.
     *
     * @return empty if there is none
     */
    public Optional<LocalDate> paidUntil() {
        return Optional.ofNullable(paidUntil);
    }

    /**
     * Returns whether deleted payments match too.
     *
     * @return false by default
     */
    public boolean includesDeleted() {
        return includesDeleted;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PaymentFilter that
                && includesDeleted == that.includesDeleted
                && Objects.equals(patientExternalId, that.patientExternalId)
                && Objects.equals(amountAtLeast, that.amountAtLeast)
                && Objects.equals(amountAtMost, that.amountAtMost)
                && Objects.equals(paidFrom, that.paidFrom)
                && Objects.equals(paidUntil, that.paidUntil);
    }

    @Override
    public int hashCode() {
        return Objects.hash(patientExternalId, amountAtLeast, amountAtMost, paidFrom, paidUntil, includesDeleted);
    }

    @Override
    public String toString() {
        return "PaymentFilter[patientExternalId=" + patientExternalId + ", includesDeleted=" + includesDeleted + "]";
    }

    /** Builds a {@link PaymentFilter}. Every condition is absent until it is set. Not thread-safe. */
    public static final class Builder {

        private @Nullable String patientExternalId;
        private @Nullable BigDecimal amountAtLeast;
        private @Nullable BigDecimal amountAtMost;
        private @Nullable LocalDate paidFrom;
        private @Nullable LocalDate paidUntil;
        private boolean includesDeleted;

        private Builder() {}

        /**
         * Matches the payments of one patient. Defaults to any patient.
         *
         * @param externalId the patient's id in the other system, compared exactly
         * @return this builder
         */
        public Builder ofPatient(String externalId) {
            this.patientExternalId = Objects.requireNonNull(externalId, "externalId");
            return this;
        }

        /**
         * Sets the lower bound of the amount. Defaults to none.
         *
         * @param amount the least amount, inclusive
         * @return this builder
         * @throws IllegalArgumentException if the bound has more than 60 digits
         */
        public Builder amountAtLeast(BigDecimal amount) {
            this.amountAtLeast = Bounds.money(amount);
            return this;
        }

        /**
         * Sets the upper bound of the amount. Defaults to none.
         *
         * @param amount the greatest amount, inclusive
         * @return this builder
         * @throws IllegalArgumentException if the bound has more than 60 digits
         */
        public Builder amountAtMost(BigDecimal amount) {
            this.amountAtMost = Bounds.money(amount);
            return this;
        }

        /**
         * Sets the earliest date; then payments without one do not match. Defaults to none.
         *
         * @param date the earliest date, inclusive
         * @return this builder
         */
        public Builder paidFrom(LocalDate date) {
            this.paidFrom = Objects.requireNonNull(date, "date");
            return this;
        }

        /**
         * Sets the latest date; then payments without one do not match. Defaults to none.
         *
         * @param date the latest date, inclusive
         * @return this builder
         */
        public Builder paidUntil(LocalDate date) {
            this.paidUntil = Objects.requireNonNull(date, "date");
            return this;
        }

        /**
         * Matches deleted payments too. Defaults to live payments only.
         *
         * @return this builder
         */
        public Builder includeDeleted() {
            this.includesDeleted = true;
            return this;
        }

        /**
         * Builds the filter.
         *
         * @return the filter
         * @throws IllegalArgumentException if a lower bound is greater than its upper bound
         */
        public PaymentFilter build() {
            Bounds.check("amount", amountAtLeast, amountAtMost);
            Bounds.check("paid", paidFrom, paidUntil);
            return new PaymentFilter(this);
        }
    }
}
