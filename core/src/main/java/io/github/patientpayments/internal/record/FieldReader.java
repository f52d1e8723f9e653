package io.github.patientpayments.internal.record;

import org.jspecify.annotations.Nullable;

/**
 * The fields of one record as they were sent, by their indexes in {@link RecordRules#fieldNames}. A value of an
 * unexpected type is a fault and is read as null.
 */
public interface FieldReader {

    /** Longer numbers are rejected before any arithmetic. */
    int MAX_NUMBER_LENGTH = 40;

    /**
     * The value of a field, null if it is missing: a string of an id or a name; a date; a decimal whose size is not
     * checked, so do not compute with it yet; a boolean of the mark of a deletion.
     */
    @Nullable
    Object value(int field, Faults faults);
}
