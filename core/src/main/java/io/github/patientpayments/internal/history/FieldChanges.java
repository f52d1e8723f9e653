package io.github.patientpayments.internal.history;

import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.internal.record.RecordField;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares two versions of a record field by field. */
final class FieldChanges {

    private FieldChanges() {}

    static <T> List<FieldChange> of(List<? extends RecordField<T, ?, ?>> fields, @Nullable T before, T after) {
        List<FieldChange> changes = new ArrayList<>();
        for (RecordField<T, ?, ?> field : fields) {
            String oldValue = before == null ? null : field.textIn(before);
            String newValue = field.textIn(after);
            if (!Objects.equals(oldValue, newValue)) {
                changes.add(new FieldChangeValue(
                        field.name(), Optional.ofNullable(oldValue), Optional.ofNullable(newValue)));
            }
        }
        return List.copyOf(changes);
    }
}
