package io.github.patientpayments.internal.record;

import io.github.patientpayments.internal.text.StorableText;
import io.github.patientpayments.sync.Rejection.Code;
import org.jspecify.annotations.Nullable;

/** The rules for ids and names. */
final class Texts {

    private Texts() {}

    /** An id, exactly as given; null with a fault if it is missing or can't be stored. */
    static @Nullable String id(@Nullable String given, String field, Faults faults) {
        if (faults.on(field)) {
            return null;
        }
        return given == null ? missing(field, faults) : required(given, field, faults);
    }

    /** A name, stripped; null with a fault if it is missing or can't be stored. */
    static @Nullable String name(@Nullable String given, String field, Faults faults) {
        return id(given == null ? null : given.strip(), field, faults);
    }

    /** A name that may be missing, stripped; blank is missing. */
    static @Nullable String optionalName(@Nullable String given, String field, Faults faults) {
        String value = given == null ? "" : given.strip();
        return value.isEmpty() ? null : required(value, field, faults);
    }

    private static @Nullable String missing(String field, Faults faults) {
        faults.add(field, Code.MISSING);
        return null;
    }

    private static @Nullable String required(String value, String field, Faults faults) {
        boolean blank = value.isBlank();
        boolean tooLong = StorableText.isTooLong(value);
        boolean forbidden = !StorableText.is(value);
        if (blank) {
            faults.add(field, Code.BLANK);
        }
        if (tooLong) {
            faults.add(field, Code.TOO_LONG);
        }
        if (forbidden) {
            faults.add(field, Code.FORBIDDEN_CHARACTER);
        }
        return blank || tooLong || forbidden ? null : value;
    }
}
