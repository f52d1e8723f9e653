package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Rejection.Code;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a record of one type looks like and when it is valid.
 *
 * @param <T> the typed record
 */
public sealed interface RecordRules<T> permits PatientRules, PaymentRules {

    /** The «field» of a fault of the record as a whole. */
    String WHOLE_RECORD = "record";

    /** Says in a delta that the record is gone. */
    String DELETED = "deleted";

    /** With one of these on its id, a record may be any: also the one that seems to be missing. */
    Set<Code> ID_UNREADABLE =
            Set.of(Code.NOT_AN_OBJECT, Code.MISSING, Code.BLANK, Code.WRONG_TYPE, Code.DUPLICATE_FIELD);

    RecordType type();

    /** The fields that are read from JSON; others are ignored. The first is the record's own id. */
    List<String> fields();

    /** A record without any field. */
    T nothing();

    /** The record as JSON tells it; what has no place in the typed record becomes a fault. */
    T parse(JsonFields json, Faults faults);

    /** What a payment says that it amounts to, valid or not; null if that can't be told, or for a patient. */
    @Nullable
    BigDecimal amountOf(T record);

    /** Adds the content of a valid record to a fingerprint. */
    void addTo(Fingerprint fingerprint, T record);

    /** The patient whom a record is about; empty if that can't be told. */
    Optional<String> patientOf(T record);

    /** The cleaned record; with faults, one that holds the ids that can be stored and nothing else. */
    T check(T record, Faults faults);

    /** Checks an element; one that is no record has a fault that says so. */
    default ParsedRecord<T> candidate(long position, @Nullable T record, Faults faults) {
        T checked = record == null ? nothing() : check(record, faults);
        boolean idReadable = faults.list().stream()
                .noneMatch(fault -> ID_UNREADABLE.contains(fault.code())
                        && (fault.field().equals(WHOLE_RECORD) || fault.field().equals(fields().get(0))));
        @Nullable BigDecimal amount = record == null ? null : amountOf(record);
        return new ParsedRecord<>(position, checked, idReadable, amount, faults.list());
    }
}
