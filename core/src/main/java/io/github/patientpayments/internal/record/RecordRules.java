package io.github.patientpayments.internal.record;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Rejection.Code;
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

    /** Whether an element may be a deletion. */
    boolean delta();

    /** The fields of the record, without its own id. */
    List<? extends RecordField<T, ?, ?>> content();

    /** The record's own id; empty if it has none that can be stored. */
    Optional<String> externalIdOf(T record);

    /** Whether the element is a deletion. */
    boolean isDeletion(T record);

    /** The external id of the patient that a record belongs to; empty if it can't be read. */
    Optional<String> patientOf(T record);

    /** The record with these values of its content, all valid. */
    T valid(@Nullable String externalId, @Nullable Object[] content);

    /** The record with those ids that can be stored, and nothing else. */
    T faulty(@Nullable String externalId, @Nullable Object[] content);

    /** The deletion of a record. */
    T deletion(@Nullable String externalId);

    /** Checks what the types of the fields don't say. */
    void check(@Nullable Object[] content, Faults faults);

    /**
     * The amount of a payment, valid or not; null for a patient, or if it can't be read.
     *
     * @param given the content as it was given
     * @param valid whether it is valid
     */
    @Nullable
    BigDecimal amount(@Nullable Object[] given, boolean valid);

    /** The amount of a deletion. */
    @Nullable
    BigDecimal amountOfDeletion();

    /** The names of the fields that are read from JSON; others are ignored. */
    default List<String> fieldNames() {
        return Stream.of(Stream.of(EXTERNAL_ID), content().stream().map(RecordField::name), Stream.of(DELETED))
                .flatMap(Function.identity())
                .toList();
    }

    /** Reads a record from JSON, and checks it. Values of another type become faults. */
    default ParsedRecord<T> read(long position, FieldReader fields, RecordHash hash) {
        Faults faults = new Faults();
        String externalId = fields.id(EXTERNAL_ID, faults);
        @Nullable Object[] content = new Object[content().size()];
        for (int i = 0; i < content.length; i++) {
            content[i] = content().get(i).read(fields, faults);
        }
        return checked(position, externalId, content, fields.flag(DELETED, faults), faults, hash);
    }

    /** Checks a typed record. */
    default ParsedRecord<T> take(long position, T record, RecordHash hash) {
        @Nullable Object[] content = new Object[content().size()];
        for (int i = 0; i < content.length; i++) {
            content[i] = content().get(i).valueIn(record);
        }
        String externalId = externalIdOf(record).orElse(null);
        return checked(position, externalId, content, isDeletion(record), new Faults(), hash);
    }

    /** An element that is no record at all. */
    default ParsedRecord<T> notAnObject(long position) {
        Faults faults = new Faults();
        faults.add(WHOLE_RECORD, Code.NOT_AN_OBJECT);
        return rejected(position, faulty(null, new Object[content().size()]), null, faults);
    }

    private ParsedRecord<T> checked(
            long position,
            @Nullable String id,
            @Nullable Object[] given,
            boolean deletion,
            Faults faults,
            RecordHash hash) {
        String externalId = Texts.id(id, EXTERNAL_ID, faults);
        @Nullable Object[] content = new Object[given.length];
        if (deletion && delta()) {
            faults.keepOn(EXTERNAL_ID);
            T record = deletion(externalId);
            return faults.isEmpty()
                    ? accepted(position, record, amountOfDeletion(), externalId, content, hash)
                    : rejected(position, record, amountOfDeletion(), faults);
        }
        if (deletion) {
            faults.add(DELETED, Code.DELETION_IN_FULL_SET);
        }
        for (int i = 0; i < content.length; i++) {
            content[i] = content().get(i).clean(given[i], faults);
        }
        check(given, faults);
        return faults.isEmpty()
                ? accepted(position, valid(externalId, content), amount(given, true), externalId, content, hash)
                : rejected(position, faulty(externalId, content), amount(given, false), faults);
    }

    /** The hash is that of the type, the id and the content. */
    private ParsedRecord<T> accepted(
            long position,
            T record,
            @Nullable BigDecimal amount,
            @Nullable String externalId,
            @Nullable Object[] content,
            RecordHash hash) {
        hash.begin(type());
        hash.add(externalId);
        for (int i = 0; i < content.length; i++) {
            content().get(i).hash(content[i], hash);
        }
        hash.end();
        return new ParsedRecord<>(position, record, true, amount, List.of(), hash.high(), hash.low());
    }

    private ParsedRecord<T> rejected(long position, T record, @Nullable BigDecimal amount, Faults faults) {
        boolean idReadable = faults.list().stream()
                .noneMatch(fault -> ID_UNREADABLE.contains(fault.code())
                        && (fault.field().equals(WHOLE_RECORD) || fault.field().equals(EXTERNAL_ID)));
        return new ParsedRecord<>(position, record, idReadable, amount, faults.list(), 0, 0);
    }
}
