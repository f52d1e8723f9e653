package io.github.patientpayments.history;

import io.github.patientpayments.RecordType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One event of the change feed: a {@link PatientChange} or a {@link PaymentChange}. {@code toString} shows kind, run
 * and ids only.
 *
 * <p>A copy of the mirror keeps records by {@link #id()}. If {@link #after()} is present, it inserts or replaces the
 * record; if not, it deletes the record, a patient together with its payments. If {@link #before()} is empty, it also
 * forgets whatever else it has kept of the record, such as earlier events: they may be of an erased patient.
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
     * Returns the content before the event.
     *
     * @return empty for a new or erased record, and if the earlier content was erased
     */
    Optional<?> before();

    /**
     * Returns the content after the event.
     *
     * @return empty for a deleted or erased record
     */
    Optional<?> after();

    /**
     * Returns what is different, field by field.
     *
     * @return after {@link Kind#CREATED}, {@link Kind#UPDATED} and {@link Kind#RESTORED} the fields that differ, which
     *     are all that have a value if {@link #before()} is empty; after {@link Kind#DELETED} and {@link Kind#ERASED}
     *     none
     */
    List<FieldChange> fields();

    /** What can happen to a record. */
    enum Kind {
        /** The first event of the record. What came before may have been erased. */
        CREATED,
        /**
         * The content of a live record changed. Without {@link Change#before()} it did not: the patient whose payment
         * it once was is erased by this run, and a copy must forget what the payment was then.
         */
        UPDATED,
        /**
         * The record is gone; for a payment also because its patient is. Without {@link Change#before()} it already
         * was, and the patient whose payment it once was is erased by this run.
         */
        DELETED,
        /**
         * The record was deleted and is back, perhaps with different content. While a payment belonged to a patient who
         * is erased now, it counts as deleted.
         */
        RESTORED,
        /**
         * The record was erased, together with everything that the store knew of it. A copy must erase it too, if it
         * still has it.
         */
        ERASED
    }
}
