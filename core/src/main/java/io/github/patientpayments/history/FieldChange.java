package io.github.patientpayments.history;

import java.util.Optional;

/** A field whose value changed. {@code toString} shows the field only. */
public interface FieldChange {

    /**
     * Returns the field.
     *
     * @return its name in JSON: {@code dateOfBirth}
     */
    String field();

    /**
     * Returns the value before.
     *
     * @return as text, an amount with two to four decimals; empty if it was missing
     */
    Optional<String> oldValue();

    /**
     * Returns the value after.
     *
     * @return as text, an amount with two to four decimals; empty if it is missing
     */
    Optional<String> newValue();
}
