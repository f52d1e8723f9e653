package io.github.patientpayments;

import io.github.patientpayments.sync.Delta;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A patient as the external system tells it: what goes into a sync as a typed record. Anything can be built; whether it
 * is valid is found by the sync, which rejects a bad record and goes on with the rest.
 *
 * <p>Immutable and thread-safe. {@link #toString()} tells the external id only.
 */
public final class PatientData {

    private final @Nullable String externalId;
    private final @Nullable String firstName;
    private final @Nullable String lastName;
    private final @Nullable String middleName;
    private final @Nullable LocalDate dateOfBirth;
    private final boolean deletion;

    private PatientData(Builder builder) {
        this.deletion = builder.deletion;
        this.externalId = builder.externalId;
        this.firstName = builder.firstName;
        this.lastName = builder.lastName;
        this.middleName = builder.middleName;
        this.dateOfBirth = builder.dateOfBirth;
    }

    /**
     * Creates a patient with the usual fields.
     *
     * @param externalId the id in the external system
     * @param firstName the first name
     * @param lastName the last name
     * @param dateOfBirth the date of birth, null if it is not known
     * @return the patient, valid or not
     */
    public static PatientData of(
            String externalId, String firstName, String lastName, @Nullable LocalDate dateOfBirth) {
        return builder()
                .externalId(externalId)
                .firstName(firstName)
                .lastName(lastName)
                .dateOfBirth(dateOfBirth)
                .build();
    }

    /**
     * Names a patient that is gone, for a {@link Delta}.
     *
     * @param externalId its id in the external system
     * @return a record that holds the id alone
     */
    public static PatientData deletion(String externalId) {
        return builder().externalId(externalId).deletion(true).build();
    }

    /**
     * Starts a patient without any field.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The id in the external system.
     *
     * @return as given, empty if it was not
     */
    public Optional<String> externalId() {
        return Optional.ofNullable(externalId);
    }

    /**
     * The first name.
     *
     * @return as given, empty if it was not
     */
    public Optional<String> firstName() {
        return Optional.ofNullable(firstName);
    }

    /**
     * The last name.
     *
     * @return as given, empty if it was not
     */
    public Optional<String> lastName() {
        return Optional.ofNullable(lastName);
    }

    /**
     * The middle name.
     *
     * @return as given, empty if it was not
     */
    public Optional<String> middleName() {
        return Optional.ofNullable(middleName);
    }

    /**
     * The date of birth.
     *
     * @return as given, empty if it was not
     */
    public Optional<LocalDate> dateOfBirth() {
        return Optional.ofNullable(dateOfBirth);
    }

    /**
     * Whether it only names a patient that is gone.
     *
     * @return false by default
     */
    public boolean isDeletion() {
        return deletion;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PatientData that
                && Objects.equals(externalId, that.externalId)
                && Objects.equals(firstName, that.firstName)
                && Objects.equals(lastName, that.lastName)
                && Objects.equals(middleName, that.middleName)
                && Objects.equals(dateOfBirth, that.dateOfBirth)
                && deletion == that.deletion;
    }

    @Override
    public int hashCode() {
        return Objects.hash(externalId, firstName, lastName, middleName, dateOfBirth, deletion);
    }

    @Override
    public String toString() {
        return "PatientData[externalId=" + externalId + "]";
    }

    /** Builds a {@link PatientData}. Every field is null until it is set. Not thread-safe. */
    public static final class Builder {

        private @Nullable String externalId;
        private @Nullable String firstName;
        private @Nullable String lastName;
        private @Nullable String middleName;
        private @Nullable LocalDate dateOfBirth;
        private boolean deletion;

        private Builder() {}

        /**
         * Required, 1–250 characters, not blank, taken to the letter.
         *
         * @param value the id in the external system
         * @return this builder
         */
        public Builder externalId(@Nullable String value) {
            this.externalId = value;
            return this;
        }

        /**
         * Required; stripped, not blank, at most 250 characters.
         *
         * @param value the first name
         * @return this builder
         */
        public Builder firstName(@Nullable String value) {
            this.firstName = value;
            return this;
        }

        /**
         * Required; stripped, not blank, at most 250 characters.
         *
         * @param value the last name
         * @return this builder
         */
        public Builder lastName(@Nullable String value) {
            this.lastName = value;
            return this;
        }

        /**
         * May be missing; stripped, blank means missing, at most 250 characters.
         *
         * @param value the middle name
         * @return this builder
         */
        public Builder middleName(@Nullable String value) {
            this.middleName = value;
            return this;
        }

        /**
         * May be missing; not in the future, its year after 1900.
         *
         * @param value the date of birth
         * @return this builder
         */
        public Builder dateOfBirth(@Nullable LocalDate value) {
            this.dateOfBirth = value;
            return this;
        }

        /**
         * Default: false. True in a {@link Delta} for a patient that is gone; only the id is read then. JSON calls it {@code
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
         * @return the patient
         */
        public PatientData build() {
            return new PatientData(this);
        }
    }
}
