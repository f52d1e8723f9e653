package io.github.patientpayments.internal.record;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Rejection.Code;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a record of one type looks like and when it is valid.
 *
 * @param <T> the typed record
 */
public sealed interface RecordRules<T> permits PatientRules, PaymentRules {

    /** The «field» of a fault of the record as a whole. */
    String WHOLE_RECORD = "record";

    /** The field with the record's own id. */
    String EXTERNAL_ID = "externalId";

    /** Says in a delta that the record is gone. */
    String DELETED = "deleted";

    /** With one of these on its id, a record may be any: also the one that seems to be missing. */
    Set<Code> ID_UNREADABLE =
            Set.of(Code.NOT_AN_OBJECT, Code.MISSING, Code.BLANK, Code.WRONG_TYPE, Code.DUPLICATE_FIELD);

    RecordType type();

    /** The fields of the record beside its own id. */
    List<? extends RecordField<T, ?, ?>> content();

    /** A record without any field. */
    T nothing();

    /** The record as JSON tells it; what has no place in the typed record becomes a fault. */
    T parse(FieldReader fields, Faults faults);

    /** What a payment says that it amounts to, valid or not; null if that can't be told, or for a patient. */
    @Nullable
    BigDecimal amountOf(T record);

    /** The record's own id; empty if it has none that can be stored. */
    Optional<String> externalIdOf(T record);

    /** Whether the record says that it is gone. */
    boolean isDeletion(T record);

    /** The patient whom a record is about; empty if that can't be told. */
    Optional<String> patientOf(T record);

    /** The cleaned record; with faults, one that holds the ids that can be stored and nothing else. */
    T check(T record, Faults faults);

    /** The names of the fields that are read from JSON; others are ignored. */
    default List<String> fieldNames() {
        return Stream.of(Stream.of(EXTERNAL_ID), content().stream().map(RecordField::name), Stream.of(DELETED))
                .flatMap(Function.identity())
                .toList();
    }

    /** The values that identify the content of a valid record: its type, its id, its fields. */
    default @Nullable String[] canonicalValues(T record) {
        List<? extends RecordField<T, ?, ?>> content = content();
        @Nullable String[] values = new String[content.size() + 2];
        values[0] = type().name().toLowerCase(Locale.ROOT);
        values[1] = externalIdOf(record).orElse(null);
        for (int i = 0; i < content.size(); i++) {
            values[i + 2] = content.get(i).textIn(record);
        }
        return values;
    }

    /** Checks an element; one that is no record has a fault that says so. */
    default ParsedRecord<T> checked(long position, @Nullable T record, Faults faults) {
        T checked = record == null ? nothing() : check(record, faults);
        boolean idReadable = faults.list().stream()
                .noneMatch(fault -> ID_UNREADABLE.contains(fault.code())
                        && (fault.field().equals(WHOLE_RECORD) || fault.field().equals(EXTERNAL_ID)));
        @Nullable BigDecimal amount = record == null ? null : amountOf(record);
        return new ParsedRecord<>(position, checked, idReadable, amount, faults.list());
    }
}
