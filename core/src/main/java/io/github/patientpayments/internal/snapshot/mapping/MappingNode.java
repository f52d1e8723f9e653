package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.OtherFields;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object of a mapping's text. Notes what is wrong with it, so that all is named at once, and which keys were asked
 * for: any other is unknown.
 */
final class MappingNode {

    private final String path;
    private final Map<String, Object> values;
    private final List<String> problems;
    private final Set<String> known = new LinkedHashSet<>();
    private boolean ended;

    MappingNode(String path, Map<String, Object> values, List<String> problems) {
        this.path = path;
        this.values = values;
        this.problems = problems;
    }

    boolean has(String key) {
        known.add(key);
        return values.containsKey(key);
    }

    boolean isString(String key) {
        return values.get(key) instanceof String;
    }

    Set<String> keys() {
        return values.keySet();
    }

    Optional<String> string(String key) {
        return value(key, String.class, "a string");
    }

    /** A string in another form; what is wrong with it is noted. */
    <T> Optional<T> parsed(String key, Function<String, T> parser) {
        return string(key).flatMap(text -> parsed(key, text, parser));
    }

    <T> Optional<T> parsed(String key, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            problem(key, "\"" + text + "\": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** One character. */
    @Nullable
    Character character(String key) {
        Optional<String> text = string(key);
        if (text.isPresent() && text.get().length() != 1) {
            problem(key, "it has to be one character");
            return null;
        }
        return text.map(one -> one.charAt(0)).orElse(null);
    }

    boolean flag(String key) {
        return value(key, Boolean.class, "true or false").orElse(false);
    }

    int integer(String key, int least, int most) {
        String expected = "an integer from " + least + " to " + most;
        Optional<BigInteger> number = value(key, BigInteger.class, expected);
        boolean fits = number.isEmpty()
                || (number.get().bitLength() < Integer.SIZE
                        && number.get().intValue() >= least
                        && number.get().intValue() <= most);
        if (!fits) {
            problem(key, "it has to be " + expected);
        }
        return fits ? number.map(BigInteger::intValue).orElse(0) : 0;
    }

    /** A list of strings, or one string for a list with that one. */
    List<String> strings(String key) {
        if (has(key) && values.get(key) instanceof String one) {
            return List.of(one);
        }
        List<String> strings = new ArrayList<>();
        for (Object element : list(key)) {
            if (element instanceof String text) {
                strings.add(text);
            } else {
                problem(key, "it has to be a string or a list of strings");
                return List.of();
            }
        }
        return strings;
    }

    List<?> list(String key) {
        return value(key, List.class, "a list").<List<?>>map(list -> list).orElse(List.of());
    }

    Optional<MappingNode> object(String key) {
        return value(key, Map.class, "an object").map(object -> child(key, object));
    }

    /** The objects of a list. */
    List<MappingNode> objects(String key) {
        List<MappingNode> objects = new ArrayList<>();
        for (Object element : list(key)) {
            String name = key + "[" + objects.size() + "]";
            if (element instanceof Map<?, ?> object) {
                objects.add(child(name, object));
            } else {
                problem(name, "it has to be an object");
            }
        }
        return objects;
    }

    @SuppressWarnings("unchecked")
    MappingNode child(String key, Map<?, ?> object) {
        return new MappingNode(pathOf(key), (Map<String, Object>) object, problems);
    }

    private <T> Optional<T> value(String key, Class<T> type, String expected) {
        known.add(key);
        Object value = values.get(key);
        if (value != null && !type.isInstance(value)) {
            problem(key, "it has to be " + expected);
            return Optional.empty();
        }
        return Optional.ofNullable(type.cast(value));
    }

    /** Notes the keys that nobody has asked for. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                // Any other may be a name of a person, in a file of records that is none of a mapping.
                problem(
                        OtherFields.isPlain(key) ? key : "a key",
                        "there is no such key here; known are " + String.join(", ", known));
            }
        }
    }

    /** Notes what is wrong with the value of a key. */
    void problem(String key, String what) {
        problems.add(pathOf(key) + ": " + what);
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
