package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.internal.record.FieldReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of the record whose values were read last. */
public final class MappedFields implements FieldReader {

    private final String[] names;
    private final @Nullable FieldRule<?>[] rules;
    private final PlacedValues values;

    public MappedFields(List<String> names, SetMapping mapping, PlacedValues values) {
        this.names = names.toArray(String[]::new);
        this.rules = names.stream().map(mapping.rules()::get).toArray(FieldRule<?>[]::new);
        this.values = values;
    }

    @Override
    public @Nullable Object value(int field, Faults faults) {
        FieldRule<?> rule = rules[field];
        return rule == null ? null : rule.read(values, names[field], faults);
    }
}
