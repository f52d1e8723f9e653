package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A name.
 *
 * @param place where it is
 * @param missing the texts that stand for a missing value
 */
record TextRule(int place, Set<String> missing) implements FieldRule<String> {

    @Override
    public @Nullable String read(PlacedValues values, String field, Faults faults) {
        String text = values.text(place, field, faults);
        return text == null || missing.contains(text) ? null : text;
    }
}
