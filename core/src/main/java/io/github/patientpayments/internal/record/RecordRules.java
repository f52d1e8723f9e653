package io.github.patientpayments.internal.record;

import static java.util.Arrays.asList;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.text.SearchKey;
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
    Set<Code> ID_UNREADABLE = Set.of(
            Code.NOT_AN_OBJECT,
            Code.WRONG_NUMBER_OF_VALUES,
            Code.STRAY_QUOTE,
            Code.MISSING,
            Code.BLANK,
            Code.WRONG_TYPE,
            Code.WRONG_FORM,
            Code.DUPLICATE_FIELD);

    RecordType type();

    /** Whether an element may be a deletion. */
    boolean delta();

    /** The fields of the record, without its own id. */
    List<? extends RecordField<T, ?, ?>> content();

    /** The record's own id; empty if it has none that can be stored. */
    Optional<String> externalIdOf(T record);

    /** Whether the element is a deletion. */
    boolean isDeletion(T record);

    /** The external id of the patient that an element belongs to; null if it can't be read. */
    @Nullable
    String patientOf(ParsedRecord element);

    /** What is kept of the content of a faulty record: the id of its patient, if that can be stored. */
    @Nullable
    Object[] contentOfFaulty(@Nullable Object[] content);

    /** The scope of a full set that does not have all records. */
    default Optional<String> scope() {
        return Optional.empty();
    }

    /** How many values of the content are hashed, from the first. */
    default int hashed(@Nullable Object[] content) {
        return content.length;
    }

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

    /**
     * Puts the content and its search keys into a row, in the order of their columns.
     *
     * @return the position of the next column
     */
    default int store(List<@Nullable Object> values, @Nullable Object[] row, int position) {
        int next = position;
        for (@Nullable Object value : values) {
            row[next++] = value;
        }
        for (int i = 0; i < values.size(); i++) {
            if (content().get(i).searched()) {
                Object text = values.get(i);
                row[next++] = text == null ? null : SearchKey.of(text.toString());
            }
        }
        return next;
    }

    /** The names of the fields that are read from JSON; others are ignored. */
    default List<String> fieldNames() {
        return Stream.of(Stream.of(EXTERNAL_ID), content().stream().map(RecordField::name), Stream.of(DELETED))
                .flatMap(Function.identity())
                .toList();
    }

    /** The names of those that a record must have. */
    default List<String> requiredNames() {
        return Stream.concat(
                        Stream.of(EXTERNAL_ID),
                        content().stream()
                                .filter(field -> field.type().required())
                                .map(RecordField::name))
                .toList();
    }

    /** The type of a field that is an id or content. */
    default FieldType typeOf(String fieldName) {
        return content().stream()
                .filter(field -> field.name().equals(fieldName))
                .findFirst()
                .<FieldType>map(RecordField::type)
                .orElse(FieldType.ID);
    }

    /** Reads a record from JSON or CSV, and checks it. Values of another type become faults. */
    default ParsedRecord read(Location location, FieldReader fields, RecordHash hash) {
        Faults faults = new Faults();
        int field = 0;
        String externalId = (String) fields.value(field++, faults);
        @Nullable Object[] content = new Object[content().size()];
        for (int i = 0; i < content.length; i++) {
            content[i] = fields.value(field++, faults);
        }
        boolean deletion = Boolean.TRUE.equals(fields.value(field, faults));
        return checked(location, externalId, content, deletion, faults, hash);
    }

    /** Checks a typed record. */
    default ParsedRecord take(long position, T record, RecordHash hash) {
        @Nullable Object[] content = new Object[content().size()];
        for (int i = 0; i < content.length; i++) {
            content[i] = content().get(i).valueIn(record);
        }
        String externalId = externalIdOf(record).orElse(null);
        return checked(Location.ofTyped(position), externalId, content, isDeletion(record), new Faults(), hash);
    }

    /** A typed record that is null. */
    default ParsedRecord notAnObject(long position) {
        return unreadable(Location.ofTyped(position), Code.NOT_AN_OBJECT);
    }

    /** An element of which nothing can be read, not even its id. */
    default ParsedRecord unreadable(Location location, Code why) {
        Faults faults = new Faults();
        faults.add(WHOLE_RECORD, why);
        return rejected(location, null, new Object[content().size()], false, null, faults);
    }

    private ParsedRecord checked(
            Location location,
            @Nullable String id,
            @Nullable Object[] given,
            boolean deletion,
            Faults faults,
            RecordHash hash) {
        String externalId = Texts.id(id, EXTERNAL_ID, faults);
        @Nullable Object[] content = new Object[given.length];
        if (deletion && delta()) {
            faults.keepOn(EXTERNAL_ID);
            return faults.isEmpty()
                    ? accepted(location, externalId, content, true, amountOfDeletion(), hash)
                    : rejected(location, externalId, content, true, amountOfDeletion(), faults);
        }
        if (deletion) {
            faults.add(DELETED, Code.DELETION_IN_FULL_SET);
        }
        for (int i = 0; i < content.length; i++) {
            content[i] = content().get(i).clean(given[i], faults);
        }
        check(given, faults);
        return faults.isEmpty()
                ? accepted(location, externalId, content, false, amount(given, true), hash)
                : rejected(location, externalId, contentOfFaulty(content), false, amount(given, false), faults);
    }

    /** The hash is that of the type, the id and the content. */
    private ParsedRecord accepted(
            Location location,
            @Nullable String externalId,
            @Nullable Object[] content,
            boolean deletion,
            @Nullable BigDecimal amount,
            RecordHash hash) {
        hash.begin(type());
        hash.add(externalId);
        int hashed = hashed(content);
        for (int i = 0; i < hashed; i++) {
            hash.add(content[i]);
        }
        hash.end();
        return new ParsedRecord(
                location, externalId, asList(content), deletion, true, amount, List.of(), hash.high(), hash.low());
    }

    private static ParsedRecord rejected(
            Location location,
            @Nullable String externalId,
            @Nullable Object[] content,
            boolean deletion,
            @Nullable BigDecimal amount,
            Faults faults) {
        boolean idReadable = faults.list().stream()
                .noneMatch(fault -> ID_UNREADABLE.contains(fault.code())
                        && (fault.field().equals(WHOLE_RECORD) || fault.field().equals(EXTERNAL_ID)));
        return new ParsedRecord(
                location, externalId, asList(content), deletion, idReadable, amount, faults.list(), 0, 0);
    }
}
