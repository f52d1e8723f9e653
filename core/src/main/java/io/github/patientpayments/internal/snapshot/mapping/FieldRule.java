package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.internal.record.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * How a field is read from the values of a record.
 *
 * @param <V> the type of its values
 */
@FunctionalInterface
interface FieldRule<V> {

    /** The value; null if it is missing, or with a fault. */
    @Nullable
    V read(PlacedValues values, String field, Faults faults);

    /** Reads a value that has the usual form of its type. */
    static FieldRule<?> usual(FieldType type, int place) {
        return switch (type) {
            case ID -> (values, field, faults) -> values.id(place, field, faults);
            case NAME, OPTIONAL_NAME -> (values, field, faults) -> values.text(place, field, faults);
            case OPTIONAL_DATE ->
                (values, field, faults) -> Numbers.date(values.text(place, field, faults), field, faults);
            case AMOUNT -> (values, field, faults) -> values.decimal(place, field, faults);
        };
    }

    /** Reads the mark of a deletion, a boolean. */
    static FieldRule<Boolean> usualMark(int place) {
        return (values, field, faults) -> values.flag(place, field, faults);
    }
}
