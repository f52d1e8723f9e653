package io.github.patientpayments;

import io.github.patientpayments.sync.Delta;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the external system tells it: what goes into a sync as a typed record. Anything can be built; whether it
 * is valid is found by the sync, which rejects a bad record and goes on with the rest.
 *
 * <p>Immutable and thread-safe. {@link #toString()} tells ids only.
 */
public final class PaymentData {

    private final @Nullable String externalId;
    private final @Nullable String patientExternalId;
    private final @Nullable BigDecimal amount;
    private final boolean deletion;

    private PaymentData(Builder builder) {
        this.deletion = builder.deletion;
        this.externalId = builder.externalId;
        this.patientExternalId = builder.patientExternalId;
        this.amount = builder.amount;
    }

    /**
     * Creates a payment.
     *
     * @param externalId the payment's own id in the external system
     * @param patientExternalId the external id of the patient who paid
     * @param amount the amount, negative for a refund
     * @return the payment, valid or not
     */
    public static PaymentData of(String externalId, String patientExternalId, BigDecimal amount) {
        return builder()
                .externalId(externalId)
                .patientExternalId(patientExternalId)
                .amount(amount)
                .build();
    }

    /**
     * Names a payment that is gone, for a {@link Delta}.
     *
     * @param externalId its id in the external system
     * @return a record that holds the id alone
     */
    public static PaymentData deletion(String externalId) {
        return builder().externalId(externalId).deletion(true).build();
    }

    /**
     * Starts a payment without any field.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The payment's own id in the external system.
     *
     * @return as given, empty if it was not
     */
    public Optional<String> externalId() {
        return Optional.ofNullable(externalId);
    }

    /**
     * The external id of the patient who paid.
     *
     * @return as given, empty if it was not
     */
    public Optional<String> patientExternalId() {
        return Optional.ofNullable(patientExternalId);
    }

    /**
     * The amount, in the one currency of the external system.
     *
     * @return as given, empty if it was not
     */
    public Optional<BigDecimal> amount() {
        return Optional.ofNullable(amount);
    }

    /**
     * Whether it only names a payment that is gone.
     *
     * @return false by default
     */
    public boolean isDeletion() {
        return deletion;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PaymentData that
                && Objects.equals(externalId, that.externalId)
                && Objects.equals(patientExternalId, that.patientExternalId)
                && Objects.equals(amount, that.amount)
                && deletion == that.deletion;
    }

    @Override
    public int hashCode() {
        return Objects.hash(externalId, patientExternalId, amount, deletion);
    }

    @Override
    public String toString() {
        return "PaymentData[externalId=" + externalId + ", patientExternalId=" + patientExternalId + "]";
    }

    /** Builds a {@link PaymentData}. Every field is null until it is set. Not thread-safe. */
    public static final class Builder {

        private @Nullable String externalId;
        private @Nullable String patientExternalId;
        private @Nullable BigDecimal amount;
        private boolean deletion;

        private Builder() {}

        /**
         * Required, 1–250 characters, not blank, taken to the letter.
         *
         * @param value the payment's own id in the external system
         * @return this builder
         */
        public Builder externalId(@Nullable String value) {
            this.externalId = value;
            return this;
        }

        /**
         * Required: the external id of a patient who is live after the patients of the same sync. JSON calls it {@code
         * patientId}.
         *
         * @param value the external id of the patient who paid
         * @return this builder
         */
        public Builder patientExternalId(@Nullable String value) {
            this.patientExternalId = value;
            return this;
        }

        /**
         * Required; at most 15 digits before the point and 4 behind it, never rounded; negative for a refund.
         *
         * @param value the amount
         * @return this builder
         */
        public Builder amount(@Nullable BigDecimal value) {
            this.amount = value;
            return this;
        }

        /**
         * Default: false. True in a {@link Delta} for a payment that is gone; only the id is read then. JSON calls it {@code
         * deleted}. A full set holds what is there, so there such an element is rejected.
         *
         * @param value whether it is gone
         * @return this builder
         */
        public Builder deletion(boolean value) {
            this.deletion = value;
            return this;
        }

        /**
         * Builds it, valid or not.
         *
         * @return the payment
         */
        public PaymentData build() {
            return new PaymentData(this);
        }
    }
}
