package io.github.patientpayments.examples.loader;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values of a column of CSV, or of a field of objects, in the first records of a file. */
final class SampleColumn {

    /** Stands for the name of a field that may be a value. */
    static final String UNNAMED = "(no name)";

    private static final Pattern LIKE_ID = Pattern.compile("(?i)(id|no|num|number|code|key)$");

    private static final int SAMPLES = 2;
    private static final int LONGEST = 24;
    private static final int SHORT = 4;
    private static final int CENTURY = 2;
    private static final int YEAR = 4;
    private static final String ELLIPSIS = "…";

    private final String name;
    private final List<String> values = new ArrayList<>();
    private boolean nested;
    private @Nullable SampleDates dates;
    private @Nullable List<SampleAmounts> amounts;

    /**
     * A column without values.
     *
     * @param name as in a mapping
     */
    SampleColumn(String name) {
        this.name = name;
    }

    void add(String value) {
        if (!value.isBlank()) {
            values.add(value.strip());
        }
    }

    /** Adds an array, or an object in too deep a place. */
    void addNested() {
        nested = true;
    }

    String name() {
        return name;
    }

    /** Whether a mapping can name it. */
    boolean isNamed() {
        return !name.isBlank() && !name.contains(UNNAMED) && !nested;
    }

    boolean isNested() {
        return nested;
    }

    /** How many records have a value. */
    int size() {
        return values.size();
    }

    boolean isDistinct() {
        return new HashSet<>(values).size() == values.size();
    }

    boolean haveDigits() {
        return values.stream().allMatch(value -> value.chars().anyMatch(Character::isDigit));
    }

    /** Whether the values can be dates: integers can only if the column is taken for a date by its name. */
    boolean areDates(String field) {
        return !dates().patterns().isEmpty() && (FieldGuess.isDate(field) || dates().isSure());
    }

    /** To be called once all values are there. */
    SampleDates dates() {
        if (dates == null) {
            dates = SampleDates.of(values);
        }
        return dates;
    }

    /** To be called once all values are there. */
    List<SampleAmounts> amounts() {
        if (amounts == null) {
            amounts = SampleAmounts.of(values);
        }
        return amounts;
    }

    /** The first values as they are. */
    String shown() {
        return samples(value -> shortened(Cells.text(value)));
    }

    /**
     * The first values without what they say: of ids and whatever has digits the shape, of dates the century, of texts
     * the first and the last letter.
     *
     * @param field what the column is taken for; empty if for nothing
     */
    String masked(String field) {
        if (areDates(field)) {
            boolean yearFirst = dates().isYearFirst();
            return samples(value -> maskedDate(value, yearFirst));
        }
        boolean ids = FieldGuess.isId(field) || LIKE_ID.matcher(name).find();
        return samples(value -> ids || value.chars().anyMatch(Character::isDigit) ? shape(value) : maskedText(value));
    }

    private String samples(UnaryOperator<String> mask) {
        return values.stream().map(mask).distinct().limit(SAMPLES).collect(Collectors.joining(", "));
    }

    private static String maskedDate(String value, boolean yearFirst) {
        int year = yearFirst ? 0 : Math.max(value.length() - YEAR, 0);
        StringBuilder masked = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            boolean hidden = Character.isDigit(value.charAt(i)) && (i < year || i >= year + CENTURY);
            masked.append(hidden ? '•' : value.charAt(i));
        }
        return shortened(masked.toString());
    }

    private static String maskedText(String value) {
        int[] letters = Cells.text(value).codePoints().toArray();
        return letters.length < SHORT
                ? ELLIPSIS
                : new StringBuilder()
                        .appendCodePoint(letters[0])
                        .append(ELLIPSIS)
                        .appendCodePoint(letters[letters.length - 1])
                        .toString();
    }

    private static String shape(String value) {
        return shortened(Cells.text(value).replaceAll("\\p{N}", "#").replaceAll("\\p{L}\\p{M}*", "a"));
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + ELLIPSIS;
    }
}
