package io.github.patientpayments.internal.record;

import io.github.patientpayments.RecordType;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The fields of a record that are unknown, for the message when no record of a set is valid: an export with names of
 * its own, or the file of the other type.
 *
 * @param type the expected type of the record
 * @param names some of the names
 */
public record OtherFields(RecordType type, List<String> names) {

    /** How many a message names. */
    public static final int SOME = 8;

    /** Others may be anything, even names of people. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,39}");

    /** Whether a name may be in a message. */
    public static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches();
    }

    /** A sentence that begins with a blank; empty if no field is unknown. */
    public String sentence() {
        if (names.isEmpty()) {
            return "";
        }
        RecordType other = type == RecordType.PATIENT ? RecordType.PAYMENT : RecordType.PATIENT;
        return " The first one has the unknown fields " + String.join(", ", names)
                + (known(other).containsAll(names)
                        ? ": it looks like " + other.plural()
                        : "; known are " + String.join(", ", known(type)))
                + ".";
    }

    private static List<String> known(RecordType type) {
        return Stream.concat(
                        Stream.of(RecordRules.EXTERNAL_ID),
                        (type == RecordType.PATIENT ? PatientFields.CONTENT : PaymentFields.CONTENT)
                                .stream().map(RecordField::name))
                .toList();
    }
}
