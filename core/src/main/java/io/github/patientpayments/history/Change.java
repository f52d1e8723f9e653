package io.github.patientpayments.history;

import io.github.patientpayments.RecordType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One event of the change feed: a {@link PatientChange} or a {@link PaymentChange}. {@code toString} shows kind, run
 * and ids only.
 *
 * <pre>{@code
 * for (Change change : store.history().changes(cursor, 100).changes()) {
 *     if (change instanceof PaymentChange payment) {
 *         BigDecimal paid = payment.after().flatMap(PaymentData::amount).orElse(BigDecimal.ZERO);
 *         show(change.kind(), change.id(), paid);
 *     }
 * }
 * }</pre>
 */
public sealed interface Change permits PatientChange, PaymentChange {

    /**
     * Returns the number of the run in which it happened.
     *
     * @return the number of the run
     */
    long runNumber();

    /**
     * Returns the time of that run.
     *
     * @return in microseconds
     */
    Instant time();

    /**
     * Returns what happened.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * Returns whether it is a patient or a payment.
     *
     * @return the type of the record
     */
    RecordType recordType();

    /**
     * Returns the store's own id of the record.
     *
     * @return the same in all events of the record
     */
    long id();

    /**
     * Returns the record's id in the other system.
     *
     * @return empty for an {@link Kind#ERASED} event
     */
    Optional<String> externalId();

    /**
     * Returns what is different, field by field.
     *
     * @return after {@link Kind#CREATED} every field that has a value; after {@link Kind#UPDATED} and
     *     {@link Kind#RESTORED} the fields that differ, or every field that has a value if the earlier content was
     *     erased; after {@link Kind#DELETED} and {@link Kind#ERASED} none
     */
    List<FieldChange> fields();

    /** What can happen to a record. */
    enum Kind {
        /** The record was never seen before. */
        CREATED,
        /**
         * The content of a live record changed. If the record belonged to a patient who is erased now, its earlier
         * events are left out: a copy of the mirror should insert the record if it does not have it.
         */
        UPDATED,
        /** The record is gone; for a payment also because its patient is. */
        DELETED,
        /** The record was deleted and is back, perhaps with different content. */
        RESTORED,
        /**
         * The record was erased, together with everything that the store knew of it. A copy of the mirror should erase
         * it too.
         */
        ERASED
    }
}
