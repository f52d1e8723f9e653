package io.github.patientpayments.sync;

import java.util.Objects;

/**
 * One reason why a snapshot was refused, with its figures. Immutable and thread-safe.
 *
 * @param reason which guard refused it
 * @param message a sentence for people, with the figures, without the content of any record
 */
public record Refusal(Reason reason, String message) {

    /**
     * Checks that nothing is null.
     *
     * @param reason see above
     * @param message see above
     */
    public Refusal {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(message, "message");
    }

    /** Why a snapshot can be refused. */
    public enum Reason {
        /** What was read differs from the sender's control totals, or the store requires them and they are missing. */
        CONTROL_TOTALS,

        /**
         * The export time is before the last one applied, or more than a day ahead of the store's clock, or missing
         * although an earlier input had one.
         */
        STALE,

        /** The mirror has changed since the preview was made. */
        BASE_MOVED,

        /**
         * A full set has no elements, or none that the mapping of the input does not filter, while the mirror has live
         * records of that type.
         */
        EMPTY,

        /** A set has elements, but no valid record. */
        ALL_REJECTED,

        /** More records would be rejected than the guard allows. */
        TOO_MANY_REJECTIONS,

        /** More would be deleted than the guard allows, in records or in money. */
        DELETIONS,

        /** More live records would change their content than the guard allows, or more money. */
        CHANGES,

        /** More records would be new, or back, than the guard allows. */
        INSERTIONS,

        /** The host's own {@linkplain Guard.Check check} refused it. */
        HOST
    }
}
