package io.github.patientpayments.internal.history;

import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.internal.record.RecordField;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the changes of both record types have in common.
 *
 * @param externalId empty if the record was erased
 * @param before empty if the record is new, or its earlier content was erased
 * @param after empty if the record was deleted or erased
 * @param <T> the content of the record
 */
record Event<T>(
        long runNumber,
        Instant time,
        Change.Kind kind,
        long id,
        Optional<String> externalId,
        Optional<T> before,
        Optional<T> after) {

    List<FieldChange> fields(List<? extends RecordField<T, ?, ?>> content) {
        return after.map(now -> FieldChanges.of(content, before.orElse(null), now))
                .orElse(List.of());
    }

    /** Ids only. */
    static String text(Change change) {
        return "[run=" + change.runNumber() + ", kind=" + change.kind() + ", id=" + change.id() + ", externalId="
                + change.externalId().orElse(null) + "]";
    }
}
