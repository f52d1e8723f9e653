package io.github.patientpayments.internal.record;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The type of the values of a field. */
public enum FieldType {
    ID,
    NAME,
    OPTIONAL_NAME,
    OPTIONAL_DATE,
    AMOUNT;

    /** Whether a record without a value is invalid. */
    boolean required() {
        return this == ID || this == NAME || this == AMOUNT;
    }

    /** Converts a value of this type to its stored form; null with a fault if it is not valid. */
    @Nullable
    Object clean(@Nullable Object given, String field, Faults faults) {
        return switch (this) {
            case ID -> Texts.id((String) given, field, faults);
            case NAME -> Texts.name((String) given, field, faults);
            case OPTIONAL_NAME -> Texts.optionalName((String) given, field, faults);
            case OPTIONAL_DATE -> given;
            case AMOUNT -> PaymentRules.cleanAmount((BigDecimal) given, field, faults);
        };
    }

    /** The canonical text of a value: equal values have equal texts. */
    static String text(Object value) {
        return value instanceof BigDecimal amount ? amount.toPlainString() : value.toString();
    }
}
