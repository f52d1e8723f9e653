package io.github.patientpayments.internal.record;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Rejection.Code;
import io.github.patientpayments.sync.Rejection.Fault;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a record type, and when a record is valid.
 *
 * @param <T> the typed record
 */
public sealed interface RecordRules<T> permits PatientRules, PaymentRules {

    /** The field name used for faults of the record as a whole. */
    String WHOLE_RECORD = "record";

    /** The field with the record's own id. */
    String EXTERNAL_ID = "externalId";

    /** In a delta, marks a deletion. */
    String DELETED = "deleted";

    /** Faults that make an id unreadable. The element could be any record, including one that seems to be missing. */
    Set<Code> ID_UNREADABLE =
            Set.of(Code.NOT_AN_OBJECT, Code.MISSING, Code.BLANK, Code.WRONG_TYPE, Code.DUPLICATE_FIELD);

    RecordType type();

    /** The fields of the record, without its own id. */
    List<? extends RecordField<T, ?, ?>> content();

    /** A record without any field. */
    T empty();

    /** Reads a record from JSON. Values that the typed record can't hold become faults. */
    T parse(FieldReader fields, Faults faults);

    /** The amount of a payment, valid or not; null for a patient, or if it can't be read. */
    @Nullable
    BigDecimal amountOf(T record);

    /** The record's own id; empty if it has none that can be stored. */
    Optional<String> externalIdOf(T record);

    /** Whether the element is a deletion. */
    boolean isDeletion(T record);

    /** The external id of the patient that a record belongs to; empty if it can't be read. */
    Optional<String> patientOf(T record);

    /** The cleaned record; if it has faults, only with those ids that can be stored. */
    T check(T record, Faults faults);

    /** The names of the fields that are read from JSON; others are ignored. */
    default List<String> fieldNames() {
        return Stream.of(Stream.of(EXTERNAL_ID), content().stream().map(RecordField::name), Stream.of(DELETED))
                .flatMap(Function.identity())
                .toList();
    }

    /** Hashes the content of a valid record: its type, its id, its fields. */
    default void hash(T record, RecordHash hash) {
        hash.begin(type());
        hash.add(externalIdOf(record).orElse(null));
        for (RecordField<T, ?, ?> field : content()) {
            hash.add(field.textIn(record));
        }
        hash.end();
    }

    /** Checks an element, and hashes it if it is valid. A null record has faults already, which say why. */
    default ParsedRecord<T> checked(long position, @Nullable T record, Faults faults, RecordHash hash) {
        T checked = record == null ? empty() : check(record, faults);
        boolean idReadable = faults.list().stream()
                .noneMatch(fault -> ID_UNREADABLE.contains(fault.code())
                        && (fault.field().equals(WHOLE_RECORD) || fault.field().equals(EXTERNAL_ID)));
        @Nullable BigDecimal amount = record == null ? null : amountOf(record);
        List<Fault> found = faults.list();
        if (found.isEmpty()) {
            hash(checked, hash);
            return new ParsedRecord<>(position, checked, idReadable, amount, found, hash.high(), hash.low());
        }
        return new ParsedRecord<>(position, checked, idReadable, amount, found, 0, 0);
    }
}
