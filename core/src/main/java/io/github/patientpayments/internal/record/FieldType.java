package io.github.patientpayments.internal.record;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The type of the values of a field.
 *
 * @param javaType their class
 * @param reading reads a value as it was sent
 * @param cleaning converts a value to its stored form; null with a fault if it is not valid
 * @param text their canonical text: equal values have equal texts
 * @param hashing adds a value in its stored form, or null, to the hash of its record
 */
record FieldType<V>(
        Class<V> javaType,
        Reading<V> reading,
        Cleaning<V> cleaning,
        Function<V, String> text,
        BiConsumer<RecordHash, @Nullable V> hashing) {

    static final FieldType<String> ID =
            new FieldType<>(String.class, FieldReader::id, Texts::id, Function.identity(), RecordHash::add);
    static final FieldType<String> NAME =
            new FieldType<>(String.class, FieldReader::text, Texts::name, Function.identity(), RecordHash::add);
    static final FieldType<String> OPTIONAL_NAME =
            new FieldType<>(String.class, FieldReader::text, Texts::optionalName, Function.identity(), RecordHash::add);
    static final FieldType<LocalDate> OPTIONAL_DATE = new FieldType<>(
            LocalDate.class, FieldReader::date, (given, field, faults) -> given, LocalDate::toString, RecordHash::add);
    static final FieldType<BigDecimal> AMOUNT = new FieldType<>(
            BigDecimal.class,
            FieldReader::decimal,
            PaymentRules::cleanAmount,
            BigDecimal::toPlainString,
            RecordHash::add);

    /** Reads a value; null with a fault if it has another type. */
    @FunctionalInterface
    interface Reading<V> {
        @Nullable
        V read(FieldReader from, String field, Faults faults);
    }

    /** Converts a value to its stored form. */
    @FunctionalInterface
    interface Cleaning<V> {
        @Nullable
        V clean(@Nullable V given, String field, Faults faults);
    }
}
