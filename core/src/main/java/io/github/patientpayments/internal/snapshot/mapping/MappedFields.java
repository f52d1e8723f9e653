package io.github.patientpayments.internal.snapshot.mapping;

import io.github.patientpayments.internal.record.Faults;
import io.github.patientpayments.internal.record.FieldReader;
import java.math.BigDecimal;
import java.time.LocalDate;
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
    public @Nullable String id(int field, Faults faults) {
        return (String) read(field, faults);
    }

    @Override
    public @Nullable String text(int field, Faults faults) {
        return (String) read(field, faults);
    }

    @Override
    public boolean flag(int field, Faults faults) {
        return Boolean.TRUE.equals(read(field, faults));
    }

    @Override
    public @Nullable LocalDate date(int field, Faults faults) {
        return (LocalDate) read(field, faults);
    }

    @Override
    public @Nullable BigDecimal decimal(int field, Faults faults) {
        return (BigDecimal) read(field, faults);
    }

    private @Nullable Object read(int field, Faults faults) {
        FieldRule<?> rule = rules[field];
        return rule == null ? null : rule.read(values, names[field], faults);
    }
}
