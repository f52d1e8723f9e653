package io.github.patientpayments.sync;

import io.github.patientpayments.RecordType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A record of the input that was not accepted, with every reason. Its last good version stays in the mirror.
 * {@code toString} shows position, line, ids and codes.
 */
public interface Rejection {

    /**
     * Returns whether it is a patient or a payment.
     *
     * @return the type of the record
     */
    RecordType recordType();

    /**
     * Returns the record's position in its set.
     *
     * @return from 1
     */
    long position();

    /**
     * Returns the line of the input on which the record begins. The lines of several pages are counted on.
     *
     * @return from 1; empty for a typed record, for a run of a version that did not store it, and for a record that was
     *     in the mirror with the same content: of such a record, the store may keep its position alone
     */
    OptionalLong line();

    /**
     * Returns the record's own external id.
     *
     * @return empty if it could not be read or cannot be stored
     */
    Optional<String> externalId();

    /**
     * Returns the external id of the patient that a payment names.
     *
     * @return empty for a patient, or if it could not be read or cannot be stored
     */
    Optional<String> patientExternalId();

    /**
     * Returns everything that is wrong with the record.
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
         * Checks that nothing is null.
         *
         * @param field see above
         * @param code see above
         */
        public Fault {
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(code, "code");
        }

        /**
         * Returns a sentence for people.
         *
         * @return without any of the record's content
         */
        public String message() {
            return code.message(field);
        }
    }

    /** What can be wrong with a field. Codes are stable: later versions may add some, and change none. */
    enum Code {
        /** The element is not a JSON object, or is null among typed records. */
        NOT_AN_OBJECT("The %s is not an object"),
        /** A line of CSV has more or fewer values than there are columns. */
        WRONG_NUMBER_OF_VALUES("The %s has more or fewer values than there are columns"),
        /** A value of CSV begins with white space and a quote, which does not quote it then. */
        STRAY_QUOTE("The %s has white space before a quote"),
        /** A required field is missing or null. */
        MISSING("%s is required"),
        /** A required field is blank. */
        BLANK("%s cannot be blank"),
        /** The field is longer than 250 characters. */
        TOO_LONG("%s cannot be longer than 250 characters"),
        /** The field has a JSON type that it cannot have. */
        WRONG_TYPE("%s has the wrong type"),
        /** The same field occurs more than once in the object. */
        DUPLICATE_FIELD("%s is given more than once"),
        /** The field contains U+0000 or half of a surrogate pair, which no database stores. */
        FORBIDDEN_CHARACTER("%s contains a character that cannot be stored"),
        /** The field is not a real date of the form 2024-02-29. */
        INVALID_DATE("%s is not a date in the form YYYY-MM-DD"),
        /** The value is not in the form that the mapping declares, or two of its date formats read different dates. */
        WRONG_FORM("%s is not in a form that the mapping declares"),
        /** The date of birth is after today. Its sentence is in the words of the original challenge. */
        DATE_IN_FUTURE("%s cannot be in future"),
        /** The date of birth is in the year 1900 or before. Its sentence is in the words of the original challenge. */
        DATE_TOO_EARLY("%s cannot be less or equal than 1900"),
        /** The date of a payment is in the year 1900 or before. */
        PAID_TOO_EARLY("%s cannot be less or equal than 1900"),
        /** The field is not a decimal number, or has an exponent of more than nine digits. */
        INVALID_NUMBER("%s is not a number"),
        /** The amount has more than 40 characters. */
        NUMBER_TOO_LONG("%s has more than 40 characters"),
        /** The amount has more than 15 digits before the decimal point. */
        AMOUNT_TOO_LARGE("%s cannot have more than 15 digits before the decimal point"),
        /** The amount has more than 4 decimals; amounts are never rounded. */
        AMOUNT_TOO_FINE("%s cannot have more than 4 decimals"),
        /** An earlier record with the same id and different content was accepted. */
        DUPLICATE("A different record with the same %s came before"),
        /** The payment is outside the scope of its set, by an earlier date or without one. */
        OUTSIDE_SCOPE("%s is outside the scope of the set"),
        /** The record is marked as deleted in a full set, where a deleted record has no element. */
        DELETION_IN_FULL_SET("A full set cannot contain a deletion"),
        /**
         * The payment's patient is not live after the patients of this run are applied. Its sentence is in the words of
         * the original challenge.
         */
        UNKNOWN_PATIENT("Select a valid choice. That choice is not one of the available choices.");

        private final String sentence;

        Code(String sentence) {
            this.sentence = sentence;
        }

        String message(String field) {
            return sentence.formatted(inWords(field));
        }

        /**
         * Turns {@code dateOfBirth} into "Date of birth" at the beginning of a sentence, and "date of birth" elsewhere.
         */
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
