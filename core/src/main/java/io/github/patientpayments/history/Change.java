package io.github.patientpayments.history;

import io.github.patientpayments.RecordType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One event of the change feed: a {@link PatientChange} or a {@link PaymentChange}. Made by the store: immutable,
 * thread-safe, equal by value; {@code toString} tells kind, run and ids only. Later versions may add methods.
 */
public sealed interface Change permits PatientChange, PaymentChange {

    /**
     * The run in which it happened.
     *
     * @return the number of the run
     */
    long runNumber();

    /**
     * The time of that run.
     *
     * @return in microseconds
     */
    Instant time();

    /**
     * What happened.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * Whether it is a patient or a payment.
     *
     * @return the type of the record
     */
    RecordType recordType();

    /**
     * The store's own id of the record.
     *
     * @return the same in all events of the record
     */
    long id();

    /**
     * The record's id in the external system.
     *
     * @return empty for an {@link Kind#ERASED} event
     */
    Optional<String> externalId();

    /**
     * What is different, field by field.
     *
     * @return every field that has a value, after {@link Kind#CREATED}; those that differ, after {@link Kind#UPDATED}
     *     and {@link Kind#RESTORED}, or every field that has a value if what was before is erased; none after
     *     {@link Kind#DELETED} and {@link Kind#ERASED}
     */
    List<FieldChange> fields();

    /** What can happen to a record. A later version may add some. */
    enum Kind {
        /** It was never seen before. */
        CREATED,
        /**
         * A live record has another content. If it was with a patient who is erased now, its earlier events are left
         * out: whoever copies the mirror should insert what is not there.
         */
        UPDATED,
        /** It is gone; for a payment also because its patient is. */
        DELETED,
        /** It was deleted and is back, perhaps with another content. */
        RESTORED,
        /** It was erased, together with all that the store knew of it. Whoever follows the feed should forget it too. */
        ERASED
    }
}
