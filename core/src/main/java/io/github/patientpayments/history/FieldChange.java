package io.github.patientpayments.history;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One field that has another value than before. Immutable, thread-safe; {@code toString} tells the field only. */
public final class FieldChange {

    private final String field;
    private final @Nullable String oldValue;
    private final @Nullable String newValue;

    /**
     * Made by the store.
     *
     * @param field the field, as JSON names it: {@code dateOfBirth}
     * @param oldValue what it was, or null if it was missing
     * @param newValue what it is, or null if it is missing
     */
    public FieldChange(String field, @Nullable String oldValue, @Nullable String newValue) {
        this.field = Objects.requireNonNull(field, "field");
        this.oldValue = oldValue;
        this.newValue = newValue;
    }

    /**
     * The field.
     *
     * @return its name in JSON: {@code dateOfBirth}
     */
    public String field() {
        return field;
    }

    /**
     * What it was.
     *
     * @return as text, an amount with two to four decimals; empty if it was missing
     */
    public Optional<String> oldValue() {
        return Optional.ofNullable(oldValue);
    }

    /**
     * What it is.
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
