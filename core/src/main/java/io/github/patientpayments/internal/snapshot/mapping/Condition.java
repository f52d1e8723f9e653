package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import java.util.Set;

/**
 * A condition on one value of a record. A missing value counts as an empty one.
 *
 * @param place where the value is
 * @param texts what it is compared with
 * @param in whether it has to be one of them, or none of them
 */
record Condition(int place, Set<String> texts, boolean in) {

    /** Whether it holds; a value that can't be compared is a fault. */
    boolean holds(PlacedValues values, String field, Faults faults) {
        String text = values.scalar(place, field, faults);
        return texts.contains(text == null ? "" : text) == in;
    }
}
