package io.github.patientpayments.internal.history;

import io.github.patientpayments.history.FieldChange;
import java.util.Optional;

record FieldChangeValue(String field, Optional<String> oldValue, Optional<String> newValue) implements FieldChange {

    @Override
    public String toString() {
        return "FieldChange[" + field + "]";
    }
}
