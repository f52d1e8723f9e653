package io.github.patientpayments;

import io.github.patientpayments.sync.Delta;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A patient as the other system sends it: a typed record for a sync. Anything can be built. The sync decides whether a
 * record is valid; it rejects an invalid one and goes on with the rest.
 *
 * <pre>{@code
 * PatientData roy = PatientData.of("8", "Roy", "Batti", LocalDate.of(1993, 6, 12));
 * PatientData gaff = PatientData.builder()
 *         .externalId("23")
 *         .firstName("Eduardo")
 *         .middleName("E.")
 *         .lastName("Gaff")
 *         .build();
 * store.sync(Snapshot.builder().patients(Source.of(List.of(roy, gaff))).build());
 * }</pre>
 *
 * <p>Immutable and thread-safe. {@code toString} shows the external id only.
 */
public sealed interface PatientData permits PatientDataValue {

    /**
     * Creates a patient with the usual fields.
     *
     * @param externalId the id in the other system
     * @param firstName the first name
     * @param lastName the last name
     * @param dateOfBirth the date of birth, null if it is not known
     * @return the patient, valid or not
     */
    static PatientData of(String externalId, String firstName, String lastName, @Nullable LocalDate dateOfBirth) {
        return builder()
                .externalId(externalId)
                .firstName(firstName)
                .lastName(lastName)
                .dateOfBirth(dateOfBirth)
                .build();
    }

    /**
     * Creates the deletion of a patient, for a {@link Delta}.
     *
     * @param externalId the patient's id in the other system
     * @return a record that holds the id alone
     */
    static PatientData deletion(String externalId) {
        return builder().externalId(externalId).deletion(true).build();
    }

    /**
     * Starts building a patient, without any field.
     *
     * @return a new builder
     */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the id in the other system.
     *
     * @return as given, empty if it was not
     */
    Optional<String> externalId();

    /**
     * Returns the first name.
     *
     * @return as given, empty if it was not
     */
    Optional<String> firstName();

    /**
     * Returns the last name.
     *
     * @return as given, empty if it was not
     */
    Optional<String> lastName();

    /**
     * Returns the middle name.
     *
     * @return as given, empty if it was not
     */
    Optional<String> middleName();

    /**
     * Returns the date of birth.
     *
     * @return as given, empty if it was not
     */
    Optional<LocalDate> dateOfBirth();

    /**
     * Returns whether this is only the deletion of a patient.
     *
     * @return false by default
     */
    boolean isDeletion();

    /** Builds a {@link PatientData}. Every field is null until it is set. Not thread-safe. */
    final class Builder {

        private @Nullable String externalId;
        private @Nullable String firstName;
        private @Nullable String lastName;
        private @Nullable String middleName;
        private @Nullable LocalDate dateOfBirth;
        private boolean deletion;

        private Builder() {}

        /**
         * Sets the id in the other system. A valid id has 1 to 250 characters and is not blank; it is compared exactly,
         * not trimmed.
         *
         * @param value the id; a record without one is rejected
         * @return this builder
         */
        public Builder externalId(@Nullable String value) {
            this.externalId = value;
            return this;
        }

        /**
         * Sets the first name. Surrounding whitespace is removed; a valid name is then not blank and has at most 250
         * characters.
         *
         * @param value the first name; a record without one is rejected
         * @return this builder
         */
        public Builder firstName(@Nullable String value) {
            this.firstName = value;
            return this;
        }

        /**
         * Sets the last name. Surrounding whitespace is removed; a valid name is then not blank and has at most 250
         * characters.
         *
         * @param value the last name; a record without one is rejected
         * @return this builder
         */
        public Builder lastName(@Nullable String value) {
            this.lastName = value;
            return this;
        }

        /**
         * Sets the middle name. Surrounding whitespace is removed; a blank name counts as missing, and a valid one has
         * at most 250 characters.
         *
         * @param value the middle name; may be missing
         * @return this builder
         */
        public Builder middleName(@Nullable String value) {
            this.middleName = value;
            return this;
        }

        /**
         * Sets the date of birth. A valid date is not in the future, and its year is after 1900.
         *
         * @param value the date of birth; may be missing
         * @return this builder
         */
        public Builder dateOfBirth(@Nullable LocalDate value) {
            this.dateOfBirth = value;
            return this;
        }

        /**
         * Sets whether the patient is deleted, for a {@link Delta}: only the id is read then. JSON calls it
         * {@code deleted}. A full set lists what exists, so a deletion in it is rejected. Defaults to false.
         *
         * @param value true for a deleted patient
         * @return this builder
         */
        public Builder deletion(boolean value) {
            this.deletion = value;
            return this;
        }

        /**
         * Builds the patient, valid or not.
         *
         * @return the patient
         */
        public PatientData build() {
            return new PatientDataValue(
                    Optional.ofNullable(externalId),
                    Optional.ofNullable(firstName),
                    Optional.ofNullable(lastName),
                    Optional.ofNullable(middleName),
                    Optional.ofNullable(dateOfBirth),
                    deletion);
        }
    }
}
