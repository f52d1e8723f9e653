package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import java.util.Set;

/**
 * A condition on one value of a record. A missing value counts as an empty one in a filter.
 *
 * @param place where the value is
 * @param test how it is compared
 * @param texts what it is compared with
 */
record Condition(int place, Test test, Set<String> texts) {

    /**
     * Whether it marks a record, for instance as deleted. What is missing or can't be compared marks nothing, unless an
     * empty text is one of those that do.
     */
    boolean marks(PlacedValues values, String field, Faults faults) {
        Faults own = new Faults();
        String scalar = values.scalar(place, field, own);
        if (!own.isEmpty()) {
            faults.addAll(own);
            return false;
        }
        return scalar == null ? test == Test.IN && texts.contains("") : holds(scalar);
    }

    /** Whether a record belongs to the set; a value that can't be compared is a fault. */
    boolean holds(PlacedValues values, String field, Faults faults) {
        String scalar = values.scalar(place, field, faults);
        return holds(scalar == null ? "" : scalar);
    }

    private boolean holds(String text) {
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
