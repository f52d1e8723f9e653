package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import java.util.Set;

/**
 * A condition on one value of a record. A missing value counts as an empty one.
 *
 * @param place where the value is
 * @param test how it is compared
 * @param texts what it is compared with
 */
record Condition(int place, Test test, Set<String> texts) {

    /** Whether it holds; a value that can't be compared is a fault. */
    boolean holds(PlacedValues values, String field, Faults faults) {
        String scalar = values.scalar(place, field, faults);
        String text = scalar == null ? "" : scalar;
        return switch (test) {
            case IN -> texts.contains(text);
            case NOT_IN -> !texts.contains(text);
            case STARTS_WITH -> texts.stream().anyMatch(text::startsWith);
        };
    }

    /** How a value is compared. */
    enum Test {
        IN("in"),
        NOT_IN("notIn"),
        STARTS_WITH("startsWith");

        private final String key;

        Test(String key) {
            this.key = key;
        }

        /** Its key in a mapping. */
        String key() {
            return key;
        }
    }
}
