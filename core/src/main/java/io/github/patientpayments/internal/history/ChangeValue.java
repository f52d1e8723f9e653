package io.github.patientpayments.internal.history;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.Change.Kind;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.internal.record.RecordField;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of a record of either type.
 *
 * @param <T> the content of the record
 */
abstract class ChangeValue<T> {

    private final RecordType recordType;
    private final List<? extends RecordField<T, ?, ?>> content;
    private final Event<T> event;

    ChangeValue(RecordType recordType, List<? extends RecordField<T, ?, ?>> content, Event<T> event) {
        this.recordType = recordType;
        this.content = content;
        this.event = event;
    }

    public RecordType recordType() {
        return recordType;
    }

    public long runNumber() {
        return event.runNumber();
    }

    public Instant time() {
        return event.time();
    }

    public Kind kind() {
        return event.kind();
    }

    public long id() {
        return event.id();
    }

    public Optional<String> externalId() {
        return Optional.ofNullable(event.externalId());
    }

    public Optional<T> before() {
        return Optional.ofNullable(event.before());
    }

    public Optional<T> after() {
        return Optional.ofNullable(event.after());
    }

    public List<FieldChange> fields() {
        T after = event.after();
        return after == null ? List.of() : FieldChanges.of(content, event.before(), after);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChangeValue<?> that && recordType == that.recordType && event.equals(that.event);
    }

    @Override
    public int hashCode() {
        return event.hashCode();
    }

    @Override
    public String toString() {
        return (recordType == RecordType.PATIENT ? "PatientChange" : "PaymentChange") + "[run=" + event.runNumber()
                + ", kind=" + event.kind() + ", id=" + event.id() + ", externalId=" + event.externalId() + "]";
    }

    /**
     * One event of the feed.
     *
     * @param externalId null if the record was erased
     * @param before null if the record is new, or its earlier content was erased
     * @param after null if the record was deleted or erased
     */
    record Event<T>(
            long runNumber,
            Instant time,
            Kind kind,
            long id,
            @Nullable String externalId,
            @Nullable T before,
            @Nullable T after) {}
}
