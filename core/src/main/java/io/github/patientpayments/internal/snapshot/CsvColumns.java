package io.github.patientpayments.internal.snapshot;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which columns of CSV have which fields. */
final class CsvColumns {

    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int NONE = -1;

    private final int[] fields;

    private CsvColumns(int[] fields) {
        this.fields = fields;
    }

    /** Finds the columns by their names. */
    static CsvColumns named(List<String> columns, List<String> fieldNames) {
        return new CsvColumns(columns.stream().mapToInt(fieldNames::indexOf).toArray());
    }

    /** The delimiter with which the first line has the most names of fields. */
    static char delimiterOf(String firstLine, Collection<String> fieldNames) {
        char best = DELIMITERS[0];
        long most = 0;
        for (char delimiter : DELIMITERS) {
            long names = Arrays.stream(firstLine.split(Pattern.quote(String.valueOf(delimiter)), -1))
                    .map(name -> name.startsWith("\"") && name.endsWith("\"") && name.length() > 1
                            ? name.substring(1, name.length() - 1)
                            : name)
                    .filter(fieldNames::contains)
                    .count();
            if (names > most) {
                best = delimiter;
                most = names;
            }
        }
        return best;
    }

    int size() {
        return fields.length;
    }

    /** The index of the field that a column has; negative if there is no such column, or it is ignored. */
    int fieldOf(int column) {
        return column < fields.length ? fields[column] : NONE;
    }

    boolean has(int field) {
        return Arrays.stream(fields).anyMatch(other -> other == field);
    }

    /** A field that has more than one column. */
    Optional<Integer> repeated() {
        return Arrays.stream(fields)
                .filter(field -> field != NONE)
                .boxed()
                .filter(field ->
                        Arrays.stream(fields).filter(other -> other == field).count() > 1)
                .findFirst();
    }
}
