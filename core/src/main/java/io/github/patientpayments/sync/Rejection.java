package io.github.patientpayments.sync;

import io.github.patientpayments.RecordType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A record that was present in a snapshot but not taken, with every reason. Its last good version stays in the mirror.
 * Made by the store: immutable, thread-safe, equal by value; {@code toString} tells position, ids and codes.
 */
public interface Rejection {

    /**
     * Whether it is a patient or a payment.
     *
     * @return the type of the record
     */
    RecordType recordType();

    /**
     * The record's position in its set.
     *
     * @return from 1
     */
    long position();

    /**
     * The record's own external id.
     *
     * @return empty if it could not be read or can't be stored
     */
    Optional<String> externalId();

    /**
     * The external id of the patient that a payment names.
     *
     * @return empty for a patient, or if it could not be read or can't be stored
     */
    Optional<String> patientExternalId();

    /**
     * Everything that is wrong with the record.
     *
     * @return at least one
     */
    List<Fault> faults();

    /**
     * One thing that is wrong with one field.
     *
     * @param field the field, as JSON names it ({@code dateOfBirth}); {@code record} for the record as a whole
     * @param code what is wrong
     */
    record Fault(String field, Code code) {

        /**
         * Checks its parts.
         *
         * @param field see above
         * @param code see above
         */
        public Fault {
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(code, "code");
        }

        /**
         * A sentence for a person.
         *
         * @return without any of the record's content
         */
        public String message() {
            return code.message(field);
        }
    }

    /** What can be wrong with a field. Codes are stable: a later version may add some, and changes none. */
    enum Code {
        /** The element is not a JSON object, or a null in a host's own records. */
        NOT_AN_OBJECT("The %s is not an object"),
        /** A required field is missing or null. */
        MISSING("%s is required"),
        /** A required field is blank. */
        BLANK("%s cannot be blank"),
        /** Longer than 250 characters. */
        TOO_LONG("%s cannot be longer than 250 characters"),
        /** Not of a JSON type that the field can have. */
        WRONG_TYPE("%s is of the wrong type"),
        /** The same field stands more than once in the object. */
        DUPLICATE_FIELD("%s is given more than once"),
        /** Holds U+0000 or half of a surrogate pair, which no database keeps. */
        FORBIDDEN_CHARACTER("%s holds a character that cannot be stored"),
        /** Not a real date in the form 2024-02-29. */
        INVALID_DATE("%s is not a date in the form YYYY-MM-DD"),
        /** A birth date after today. */
        DATE_IN_FUTURE("%s cannot be in future"),
        /** A birth date in 1900 or before. */
        DATE_TOO_EARLY("%s cannot be less or equal than 1900"),
        /** Not a decimal number, or one with an exponent of more than nine digits. */
        INVALID_NUMBER("%s is not a number"),
        /** An amount of more than 40 characters. */
        NUMBER_TOO_LONG("%s has more than 40 characters"),
        /** More than 15 digits before the point. */
        AMOUNT_TOO_LARGE("%s cannot have more than 15 digits before the decimal point"),
        /** More than 4 decimals; amounts are never rounded. */
        AMOUNT_TOO_FINE("%s cannot have more than 4 decimals"),
        /** Another record with the same id and another content came before and was accepted. */
        DUPLICATE("A different record with the same %s came before"),
        /** Said to be deleted, in a full set: what is gone there has no element in it. */
        DELETION_IN_FULL_SET("A deletion has no place in a full set"),
        /** The payment's patient is not live after the patients of this run. */
        UNKNOWN_PATIENT("Select a valid choice. That choice is not one of the available choices.");

        private final String sentence;

        Code(String sentence) {
            this.sentence = sentence;
        }

        String message(String field) {
            return sentence.formatted(inWords(field));
        }

        /** {@code dateOfBirth} is «Date of birth», at the beginning of a sentence and inside one. */
        private String inWords(String field) {
            StringBuilder words = new StringBuilder();
            for (int i = 0; i < field.length(); i++) {
                char c = field.charAt(i);
                if (Character.isUpperCase(c)) {
                    words.append(' ');
                }
                words.append(Character.toLowerCase(c));
            }
            if (sentence.startsWith("%s")) {
                words.setCharAt(0, Character.toUpperCase(words.charAt(0)));
            }
            return words.toString();
        }
    }
}
