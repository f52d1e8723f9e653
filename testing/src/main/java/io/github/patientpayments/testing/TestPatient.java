package io.github.patientpayments.testing;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Patients for tests without a database: what a store could return.
 *
 * <pre>{@code
 * Patient roy = TestPatient.builder("8").lastName("Batty").payments(2, "16.39").build();
 * }</pre>
 *
 * <p>Their {@code toString} shows ids only. Two of them are equal if all their fields are; one from a store is never
 * equal to one of these.
 */
public final class TestPatient {

    private static final String FIRST_NAME = "Jane";
    private static final String LAST_NAME = "Doe";
    private static final LocalDate DATE_OF_BIRTH = LocalDate.of(1980, 2, 29);

    private TestPatient() {}

    /**
     * Starts building a patient. Without any other call, it is a live patient called Jane Doe, born on 1980-02-29,
     * without payments, created on 2025-01-01.
     *
     * @param externalId the id in the other system
     * @return a new builder
     * @throws IllegalArgumentException if no store can have this id: it is blank, or has more than 250 characters
     */
    public static Builder builder(String externalId) {
        return new Builder(Stored.externalId(externalId));
    }

    /**
     * Creates a patient as the other system sends it, for a sync in which only the id matters: Jane Doe, born on
     * 1980-02-29.
     *
     * @param externalId the id in the other system, valid or not
     * @return the patient
     */
    public static PatientData data(String externalId) {
        return PatientData.of(externalId, FIRST_NAME, LAST_NAME, DATE_OF_BIRTH);
    }

    /**
     * Builds a {@link Patient}. Whatever no store could return is refused with an {@link IllegalArgumentException}. Not
     * thread-safe.
     */
    public static final class Builder {

        /** More than any sum of stored amounts has. */
        private static final int MAX_DIGITS = 34;

        private final String externalId;
        private long id;
        private String firstName = FIRST_NAME;
        private String lastName = LAST_NAME;
        private @Nullable String middleName;
        private @Nullable LocalDate dateOfBirth = DATE_OF_BIRTH;
        private long paymentCount;
        private BigDecimal paymentTotal = new BigDecimal("0.00");
        private @Nullable Instant createdAt;
        private @Nullable Instant updatedAt;
        private @Nullable Instant deletedAt;

        private Builder(String externalId) {
            this.externalId = externalId;
            this.id = Stored.id("patient", externalId);
        }

        /**
         * Sets the store's own id. Defaults to a number that follows from the external id, so that a
         * {@link TestPayment} of this patient has it too.
         *
         * @param value 1 or more
         * @return this builder
         */
        public Builder id(long value) {
            this.id = Stored.positive(value);
            return this;
        }

        /**
         * Sets the first name. Defaults to Jane.
         *
         * @param value the name, not blank, without white space around it
         * @return this builder
         */
        public Builder firstName(String value) {
            this.firstName = Stored.name(value, "first name");
            return this;
        }

        /**
         * Sets the last name. Defaults to Doe.
         *
         * @param value the name, not blank, without white space around it
         * @return this builder
         */
        public Builder lastName(String value) {
            this.lastName = Stored.name(value, "last name");
            return this;
        }

        /**
         * Sets the middle name. Defaults to none.
         *
         * @param value the name, not blank, without white space around it; null for none
         * @return this builder
         */
        public Builder middleName(@Nullable String value) {
            this.middleName = value == null ? null : Stored.name(value, "middle name");
            return this;
        }

        /**
         * Sets the date of birth. Defaults to 1980-02-29.
         *
         * @param value a date after the year 1900; null for none
         * @return this builder
         */
        public Builder dateOfBirth(@Nullable LocalDate value) {
            if (value != null) {
                Stored.checkYear(value.getYear(), "date of birth");
            }
            this.dateOfBirth = value;
            return this;
        }

        /**
         * Sets the number and the total of the live payments. Defaults to 0 and 0.00.
         *
         * @param count how many there are, 0 or more
         * @param total their sum, with at most four decimals; 0 without payments
         * @return this builder
         */
        public Builder payments(long count, BigDecimal total) {
            if (count < 0 || (count == 0 && total.signum() != 0)) {
                throw new IllegalArgumentException(
                        "A stored patient has 0 or more payments, and with 0 of them no total; not " + count
                                + (total.signum() == 0 ? "" : " with a total"));
            }
            this.paymentCount = count;
            this.paymentTotal = Stored.amount(total, MAX_DIGITS);
            return this;
        }

        /**
         * Sets the number and the total of the live payments, like {@link #payments(long, BigDecimal)}.
         *
         * @param count how many there are, 0 or more
         * @param total their sum as a decimal number, for instance 16.39
         * @return this builder
         */
        public Builder payments(long count, String total) {
            return payments(count, new BigDecimal(total));
        }

        /**
         * Sets when the store first saw the patient. Defaults to 2025-01-01T03:00:00Z, or to an earlier time of the
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
         * Sets when the patient last changed. Defaults to the time of the deletion or the creation.
         *
         * @param value the time; cut to microseconds, as in a store
         * @return this builder
         */
        public Builder updatedAt(Instant value) {
            this.updatedAt = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets when the patient was found to be deleted, which is its last change. Such a patient has no live payments.
         * Defaults to a live patient.
         *
         * @param value the time; cut to microseconds, as in a store
         * @return this builder
         */
        public Builder deletedAt(Instant value) {
            this.deletedAt = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Builds the patient.
         *
         * @return the patient
         * @throws IllegalArgumentException if a change is before the creation or after the deletion, or if a deleted
         *     patient has payments
         */
        public Patient build() {
            if (deletedAt != null && paymentCount > 0) {
                throw new IllegalArgumentException(
                        "A deleted patient has no live payments: leave out deletedAt(…) or payments(…)");
            }
            Stored.Times times = Stored.Times.of(createdAt, updatedAt, deletedAt);
            return new Value(
                    id,
                    externalId,
                    firstName,
                    lastName,
                    Optional.ofNullable(middleName),
                    Optional.ofNullable(dateOfBirth),
                    paymentTotal,
                    paymentCount,
                    times.created(),
                    times.updated(),
                    times.deleted());
        }
    }

    private record Value(
            long id,
            String externalId,
            String firstName,
            String lastName,
            Optional<String> middleName,
            Optional<LocalDate> dateOfBirth,
            BigDecimal paymentTotal,
            long paymentCount,
            Instant createdAt,
            Instant updatedAt,
            Optional<Instant> deletedAt)
            implements Patient {

        @Override
        public String toString() {
            return "Patient[id=" + id + ", externalId=" + externalId + "]";
        }
    }
}
