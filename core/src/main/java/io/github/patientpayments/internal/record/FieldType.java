package io.github.patientpayments.internal.record;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The type of the values of a field.
 *
 * @param reading reads a value as it was sent
 * @param cleaning converts a value to its stored form; null with a fault if it is not valid
 * @param text their canonical text: equal values have equal texts
 */
record FieldType<V>(
        Reading<V> reading,
        Cleaning<V> cleaning,
        Function<V, String> text) {

    static final FieldType<String> ID =
            new FieldType<>(FieldReader::id, Texts::id, Function.identity());
    static final FieldType<String> NAME =
            new FieldType<>(FieldReader::text, Texts::name, Function.identity());
    static final FieldType<String> OPTIONAL_NAME =
            new FieldType<>(FieldReader::text, Texts::optionalName, Function.identity());
    static final FieldType<LocalDate> OPTIONAL_DATE = new FieldType<>(
            FieldReader::date, (given, field, faults) -> given, LocalDate::toString);
    static final FieldType<BigDecimal> AMOUNT = new FieldType<>(
            FieldReader::decimal,
            PaymentRules::cleanAmount,
            BigDecimal::toPlainString);

    /** Reads a value; null with a fault if it has another type. */
    @FunctionalInterface
    interface Reading<V> {
        @Nullable
        V read(FieldReader from, int field, Faults faults);
    }

    /** Converts a value to its stored form. */
    @FunctionalInterface
    interface Cleaning<V> {
        @Nullable
        V clean(@Nullable V given, String field, Faults faults);
    }
}
