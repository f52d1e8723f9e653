package io.github.patientpayments.history;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A field whose value changed. Immutable and thread-safe; {@code toString} shows the field only. */
public final class FieldChange {

    private final String field;
    private final @Nullable String oldValue;
    private final @Nullable String newValue;

    /**
     * For internal use.
     *
     * @param field the field, as JSON names it: {@code dateOfBirth}
     * @param oldValue the value before, or null if it was missing
     * @param newValue the value after, or null if it is missing
     */
    public FieldChange(String field, @Nullable String oldValue, @Nullable String newValue) {
        this.field = Objects.requireNonNull(field, "field");
        this.oldValue = oldValue;
        this.newValue = newValue;
    }

    /**
     * Returns the field.
     *
     * @return its name in JSON: {@code dateOfBirth}
     */
    public String field() {
        return field;
    }

    /**
     * Returns the value before.
     *
     * @return as text, an amount with two to four decimals; empty if it was missing
     */
    public Optional<String> oldValue() {
        return Optional.ofNullable(oldValue);
    }

    /**
     * Returns the value after.
     *
     * @return as text, an amount with two to four decimals; empty if it is missing
     */
    public Optional<String> newValue() {
        return Optional.ofNullable(newValue);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldChange that
                && field.equals(that.field)
                && Objects.equals(oldValue, that.oldValue)
                && Objects.equals(newValue, that.newValue);
    }

    @Override
    public int hashCode() {
        return Objects.hash(field, oldValue, newValue);
    }

    @Override
    public String toString() {
        return "FieldChange[" + field + "]";
    }
}
