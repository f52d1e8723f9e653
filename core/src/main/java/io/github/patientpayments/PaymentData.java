package io.github.patientpayments;

import io.github.patientpayments.sync.Delta;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the other system sends it: a typed record for a sync. Anything can be built. The sync decides whether a
 * record is valid; it rejects an invalid one and goes on with the rest.
 *
 * <pre>{@code
 * PaymentData payment = PaymentData.of("602", "8", new BigDecimal("9.29"));
 * PaymentData refund = PaymentData.of("603", "8", new BigDecimal("-5.00"));
 * store.sync(Delta.builder().payments(Source.of(List.of(payment, refund))).build());
 * }</pre>
 *
 * <p>Immutable and thread-safe. {@code toString} shows ids only.
 */
public sealed interface PaymentData permits PaymentDataValue {

    /**
     * Creates a payment without a date.
     *
     * @param externalId the payment's own id in the other system
     * @param patientExternalId the external id of the patient who paid
     * @param amount the amount, negative for a refund
     * @return the payment, valid or not
     */
    static PaymentData of(String externalId, String patientExternalId, BigDecimal amount) {
        return builder()
                .externalId(externalId)
                .patientExternalId(patientExternalId)
                .amount(amount)
                .build();
    }

    /**
     * Creates the deletion of a payment, for a {@link Delta}.
     *
     * @param externalId the payment's id in the other system
     * @return a record that holds the id alone
     */
    static PaymentData deletion(String externalId) {
        return builder().externalId(externalId).deletion(true).build();
    }

    /**
     * Starts building a payment, without any field.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the payment's own id in the other system.
     *
     * @return as given, empty if it was not
     */
    Optional<String> externalId();

    /**
     * Returns the external id of the patient who paid.
     *
     * @return as given, empty if it was not
     */
    Optional<String> patientExternalId();

    /**
     * Returns the amount, in the one currency of the other system.
     *
     * @return as given, empty if it was not
     */
    Optional<BigDecimal> amount();

    /**
     * Returns the date of the payment.
     *
     * @return as given, empty if it was not
     */
    Optional<LocalDate> paidOn();

    /**
     * Returns whether this is only the deletion of a payment.
     *
     * @return false by default
     */
    boolean isDeletion();

    /** Builds a {@link PaymentData}. Every field is null until it is set. Not thread-safe. */
    final class Builder {

        private @Nullable String externalId;
        private @Nullable String patientExternalId;
        private @Nullable BigDecimal amount;
        private @Nullable LocalDate paidOn;
        private boolean deletion;

        private Builder() {}

        /**
         * Sets the payment's own id in the other system. A valid id has 1 to 250 characters and is not blank; it is
         * compared exactly, not trimmed.
         *
         * @param value the id; a record without one is rejected
         * @return this builder
         */
        public Builder externalId(@Nullable String value) {
            this.externalId = value;
            return this;
        }

        /**
         * Sets the external id of the patient who paid. The patient must be live after the patients of the same sync
         * are applied. JSON calls it {@code patientId}.
         *
         * @param value the patient's external id; a record without one is rejected
         * @return this builder
         */
        public Builder patientExternalId(@Nullable String value) {
            this.patientExternalId = value;
            return this;
        }

        /**
         * Sets the amount, negative for a refund. A valid amount has at most 15 digits before the decimal point and 4
         * after it; it is never rounded.
         *
         * @param value the amount; a record without one is rejected
         * @return this builder
         */
        public Builder amount(@Nullable BigDecimal value) {
            this.amount = value;
            return this;
        }

        /**
         * Sets the date of the payment. The year of a valid date is after 1900 and before 10000; the date may be in the
         * future, like that of a post-dated cheque.
         *
         * @param value the date; may be missing
         * @return this builder
         */
        public Builder paidOn(@Nullable LocalDate value) {
            this.paidOn = value;
            return this;
        }

        /**
         * Sets whether the payment is deleted, for a {@link Delta}: only the id is read then. JSON calls it
         * {@code deleted}. A full set lists what exists, so a deletion in it is rejected. Defaults to false.
         *
         * @param value true for a deleted payment
         * @return this builder
         */
        public Builder deletion(boolean value) {
            this.deletion = value;
            return this;
        }

        /**
         * Builds the payment, valid or not.
         *
         * @return the payment
         */
        public PaymentData build() {
            return new PaymentDataValue(
                    Optional.ofNullable(externalId),
                    Optional.ofNullable(patientExternalId),
                    Optional.ofNullable(amount),
                    Optional.ofNullable(paidOn),
                    deletion);
        }
    }
}
