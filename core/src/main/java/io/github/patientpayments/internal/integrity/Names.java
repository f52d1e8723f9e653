package io.github.patientpayments.internal.integrity;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;

/** Conditions for columns that hold names of constants. */
final class Names {

    private Names() {}

    /** The column is the name of a constant. */
    static Condition isAnyOf(Field<String> column, Enum<?>[] constants) {
        return column.in(Arrays.stream(constants).map(Enum::name).toList());
    }

    /** The column is a list of names, each after the same prefix; unknown if it is null. */
    static Condition listOf(Field<String> column, String prefix, Enum<?>[] constants) {
        String name = prefix + Arrays.stream(constants).map(Enum::name).collect(Collectors.joining("|", "(", ")"));
        return column.likeRegex("^" + name + "(," + name + ")*$");
    }

    /** The column is as many hexadecimal digits. */
    static Condition isHex(Field<String> column, int digits) {
        return column.likeRegex("^[0-9a-f]{" + digits + "}$");
    }
}
