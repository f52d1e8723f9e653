package io.github.patientpayments.internal.snapshot;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    /**
     * The delimiter with which the first line has the most names of fields.
     *
     * @param comment the mark of comments, which is none
     */
    static char delimiterOf(String firstLine, Collection<String> fieldNames, @Nullable Character comment) {
        char best = comment != null && comment == DELIMITERS[0] ? DELIMITERS[1] : DELIMITERS[0];
        long most = 0;
        for (char delimiter : DELIMITERS) {
            if (comment != null && comment == delimiter) {
                continue;
            }
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

    /** A field that a column is meant to have but for its spelling, and that would be missing in all records. */
    static Optional<String> misspelt(List<String> columns, List<String> fieldNames) {
        return fieldNames.stream()
                .filter(field -> columns.stream()
                        .anyMatch(column ->
                                !column.equals(field) && letters(column).equals(letters(field))))
                .findFirst();
    }

    private static String letters(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
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
