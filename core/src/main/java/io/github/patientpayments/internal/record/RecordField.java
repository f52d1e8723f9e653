package io.github.patientpayments.internal.record;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One field of a record's content.
 *
 * @param name its name in JSON and in the change feed
 * @param column the name of its columns
 * @param type the type of its values
 * @param getter reads it from a record
 * @param setter writes it into a builder
 * @param searched whether the store also keeps a search key of it; only text is searched
 * @param <T> the record
 * @param <B> the record's builder
 * @param <V> the values
 */
public record RecordField<T, B, V>(
        String name,
        String column,
        FieldType type,
        Function<T, Optional<V>> getter,
        Setter<B, V> setter,
        boolean searched) {

    static <T, B, V> RecordField<T, B, V> of(
            String name, FieldType type, Function<T, Optional<V>> getter, Setter<B, V> setter) {
        return new RecordField<>(name, columnOf(name), type, getter, setter, false);
    }

    static <T, B> RecordField<T, B, String> searched(
            String name, FieldType type, Function<T, Optional<String>> getter, Setter<B, String> setter) {
        return new RecordField<>(name, columnOf(name), type, getter, setter, true);
    }

    /** The value in a record, null if it has none. */
    public @Nullable V valueIn(T record) {
        return getter.apply(record).orElse(null);
    }

    /** The value in a record as canonical text, null if it has none. */
    public @Nullable String textIn(T record) {
        return getter.apply(record).map(FieldType::text).orElse(null);
    }

    /** Sets a value in its stored form. */
    @SuppressWarnings("unchecked")
    public void setStored(B builder, @Nullable Object value) {
        setter.set(builder, (V) value);
    }

    int positionIn(List<RecordField<T, B, ?>> content) {
        return content.stream().map(RecordField::name).toList().indexOf(name);
    }

    /** Converts a value of this field to its stored form; null with a fault if it is not valid. */
    @Nullable
    Object clean(@Nullable Object given, Faults faults) {
        return type.clean(given, name, faults);
    }

    private static String columnOf(String name) {
        return name.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** Writes a field into a builder. */
    @FunctionalInterface
    interface Setter<B, V> {
        B set(B builder, @Nullable V value);
    }
}
