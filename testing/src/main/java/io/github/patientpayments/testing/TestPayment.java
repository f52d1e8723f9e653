package io.github.patientpayments.testing;

import io.github.patientpayments.Patient;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Payments for tests without a database: what a store could return.
 *
 * <pre>{@code
 * Payment refund = TestPayment.builder("602", roy).amount("-5.00").build();
 * }</pre>
 *
 * <p>Their {@code toString} shows ids only. Two of them are equal if all their fields are; one from a store is never
 * equal to one of these.
 */
public final class TestPayment {

    private TestPayment() {}

    /**
     * Starts building a payment. Without any other call, it is a live payment of 10.00, paid and created on 2025-01-01.
     *
     * @param externalId the payment's own id in the other system
     * @param patient the patient who paid
     * @return a new builder
     * @throws IllegalArgumentException if no store can have this id: it is blank, or has more than 250 characters
     */
    public static Builder builder(String externalId, Patient patient) {
        return new Builder(Stored.externalId(externalId), patient);
    }

    /**
     * Starts building a payment, like {@link #builder(String, Patient)}, of the patient that {@link TestPatient} builds
     * for this id.
     *
     * @param externalId the payment's own id in the other system
     * @param patientExternalId the external id of the patient who paid
     * @return a new builder
     * @throws IllegalArgumentException if no store can have one of these ids: it is blank, or has more than 250
     *     characters
     */
    public static Builder builder(String externalId, String patientExternalId) {
        return builder(externalId, TestPatient.builder(patientExternalId).build());
    }

    /**
     * Creates a payment as the other system sends it, without a date.
     *
     * @param externalId the payment's own id in the other system, valid or not
     * @param patientExternalId the external id of the patient who paid, valid or not
     * @param amount the amount as a decimal number, for instance 9.29; negative for a refund
     * @return the payment
     * @throws NumberFormatException if the amount is no number
     */
    public static PaymentData data(String externalId, String patientExternalId, String amount) {
        return PaymentData.of(externalId, patientExternalId, new BigDecimal(amount));
    }

    /**
     * Builds a {@link Payment}. Whatever no store could return is refused with an {@link IllegalArgumentException}. Not
     * thread-safe.
     */
    public static final class Builder {

        private static final int MAX_DIGITS = 15;

        private final String externalId;
        private final Patient patient;
        private long id;
        private BigDecimal amount = new BigDecimal("10.00");
        private @Nullable LocalDate paidOn = LocalDate.of(2025, 1, 1);
        private @Nullable Instant createdAt;
        private @Nullable Instant updatedAt;
        private @Nullable Instant deletedAt;

        private Builder(String externalId, Patient patient) {
            this.externalId = externalId;
            this.patient = patient;
            this.id = Stored.id("payment", externalId);
        }

        /**
         * Sets the store's own id. Defaults to a number that follows from the external id.
         *
         * @param value 1 or more
         * @return this builder
         */
        public Builder id(long value) {
            this.id = Stored.positive(value);
            return this;
        }

        /**
         * Sets the amount, negative for a refund. Defaults to 10.00.
         *
         * @param value at most 15 digits before the decimal point and 4 after it
         * @return this builder
         */
        public Builder amount(BigDecimal value) {
            this.amount = Stored.amount(value, MAX_DIGITS);
            return this;
        }

        /**
         * Sets the amount, like {@link #amount(BigDecimal)}.
         *
         * @param value a decimal number, for instance 9.29
         * @return this builder
         */
        public Builder amount(String value) {
            return amount(new BigDecimal(value));
        }

        /**
         * Sets the date of the payment. Defaults to 2025-01-01.
         *
         * @param value a date after the year 1900; null for none
         * @return this builder
         */
        public Builder paidOn(@Nullable LocalDate value) {
            if (value != null) {
                Stored.checkYear(value.getYear(), "date of payment");
            }
            this.paidOn = value;
            return this;
        }

        /**
         * Sets when the store first saw the payment. Defaults to 2025-01-01T03:00:00Z, or to an earlier time of the
         * last change.
         *
         * @param value the time; cut to microseconds, as in a store
         * @return this builder
         */
        public Builder createdAt(Instant value) {
            this.createdAt = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets when the payment last changed. Defaults to the time of the deletion or the creation.
         *
         * @param value the time; cut to microseconds, as in a store
         * @return this builder
         */
        public Builder updatedAt(Instant value) {
            this.updatedAt = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets when the payment, or its patient, was found to be deleted, which is its last change. Defaults to a live
         * payment.
         *
         * @param value the time; cut to microseconds, as in a store
         * @return this builder
         */
        public Builder deletedAt(Instant value) {
            this.deletedAt = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Builds the payment.
         *
         * @return the payment
         * @throws IllegalArgumentException if a change is before the creation or after the deletion, or if the patient
         *     is deleted and the payment is not
         */
        public Payment build() {
            if (deletedAt == null && patient.deletedAt().isPresent()) {
                throw new IllegalArgumentException("The payment of a deleted patient is deleted too: call deletedAt");
            }
            Stored.Times times = Stored.Times.of(createdAt, updatedAt, deletedAt);
            return new Value(
                    id,
                    externalId,
                    patient.id(),
                    patient.externalId(),
                    amount,
                    Optional.ofNullable(paidOn),
                    times.created(),
                    times.updated(),
                    times.deleted());
        }
    }

    private record Value(
            long id,
            String externalId,
            long patientId,
            String patientExternalId,
            BigDecimal amount,
            Optional<LocalDate> paidOn,
            Instant createdAt,
            Instant updatedAt,
            Optional<Instant> deletedAt)
            implements Payment {

        @Override
        public String toString() {
            return "Payment[id=" + id + ", externalId=" + externalId + ", patientExternalId=" + patientExternalId + "]";
        }
    }
}
