package io.github.patientpayments.internal.snapshot.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a value is in an object of JSON: {@code amount}, {@code bio.date_of_birth}, {@code phones[0]},
 * {@code name[use=official].family}. A backslash takes a dot, a bracket or a backslash as a part of the name.
 *
 * @param steps the steps, from the outer object to the value
 */
public record JsonPath(List<Step> steps) {

    private static final Pattern STEP = Pattern.compile(
            "(?<name>(?:[^.\\[\\]\\\\]++|\\\\.)+)(?:\\[(?:(?<index>\\d{1,4})|(?<key>[^.=\\]]+)=(?<value>[^\\]]*))\\])?(?<end>\\.|$)");

    private static final int LONGEST = 1_000;

    /** A record is not nested deeper. */
    private static final int MOST_STEPS = 16;

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException with a reason
     */
    public static JsonPath parse(String text) {
        List<Step> steps = new ArrayList<>();
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("it is longer than " + LONGEST + " characters");
        }
        Matcher step = STEP.matcher(text);
        while (step.lookingAt() && steps.size() < MOST_STEPS) {
            steps.add(new Step(
                    step.group("name").replaceAll("\\\\(.)", "$1"),
                    step.group("index") == null ? null : Integer.valueOf(step.group("index")),
                    step.group("key"),
                    step.group("value")));
            if (step.group("end").isEmpty()) {
                return new JsonPath(List.copyOf(steps));
            }
            step.region(step.end(), text.length());
        }
        throw new IllegalArgumentException(
                "it is no path: a path is like amount, bio.birthDate, phones[0] or name[use=official].family");
    }

    /**
     * One step of a path: a field of an object and, if it has an array, one element of it.
     *
     * @param name the name of the field
     * @param index the number of the element, from 0; null if it is not chosen by its number
     * @param key the field of the element by which it is chosen; null if it is not
     * @param value the value that this field has to have
     */
    public record Step(
            String name,
            @Nullable Integer index,
            @Nullable String key,
            @Nullable String value) {

        /** Whether the value of the field is an array. */
        public boolean inArray() {
            return index != null || key != null;
        }

        /** Whether an object can have both: fields with other names, or elements with other numbers. */
        boolean canBeBeside(Step other) {
            return !name.equals(other.name) || (index != null && other.index != null);
        }
    }
}
