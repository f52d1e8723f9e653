package io.github.patientpayments.internal.record;

import io.github.patientpayments.internal.text.StorableText;
import io.github.patientpayments.sync.Rejection.Code;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules for ids and names. */
public final class Texts {

    /** In code points. Enough for real names and ids, and short enough for an index in every database. */
    private static final int MAX_LENGTH = 250;

    private Texts() {}

    /** Whether a record can have this id. */
    public static boolean isId(String value) {
        return required(value, "externalId", new Faults()) != null;
    }

    /** An id, exactly as given; null with a fault if it is missing or can't be stored. */
    static @Nullable String id(Optional<String> given, String field, Faults faults) {
        if (faults.on(field)) {
            return null;
        }
        String value = given.orElse(null);
        return value == null ? missing(field, faults) : required(value, field, faults);
    }

    /** A name, stripped; null with a fault if it is missing or can't be stored. */
    static @Nullable String name(Optional<String> given, String field, Faults faults) {
        return id(given.map(String::strip), field, faults);
    }

    /** A name that may be missing, stripped; blank is missing. */
    static @Nullable String optionalName(Optional<String> given, String field, Faults faults) {
        String value = given.map(String::strip).orElse("");
        return value.isEmpty() || faults.on(field) ? null : required(value, field, faults);
    }

    private static @Nullable String missing(String field, Faults faults) {
        faults.add(field, Code.MISSING);
        return null;
    }

    private static @Nullable String required(String value, String field, Faults faults) {
        int before = faults.list().size();
        if (value.isBlank()) {
            faults.add(field, Code.BLANK);
        }
        if (value.length() > MAX_LENGTH && value.codePointCount(0, value.length()) > MAX_LENGTH) {
            faults.add(field, Code.TOO_LONG);
        }
        if (!StorableText.is(value)) {
            faults.add(field, Code.FORBIDDEN_CHARACTER);
        }
        return faults.list().size() == before ? value : null;
    }
}
