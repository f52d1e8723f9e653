package io.github.patientpayments.sync;

import java.util.Objects;

/**
 * One reason for which a snapshot was held back, with its figures. Immutable and thread-safe.
 *
 * @param reason which guard
 * @param message a sentence for a person, with the figures, without any record's content
 */
public record Refusal(Reason reason, String message) {

    /**
     * Checks its parts.
     *
     * @param reason see above
     * @param message see above
     */
    public Refusal {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(message, "message");
    }

    /** Why a snapshot can be held back. A later version may add some. */
    public enum Reason {
        /** What was read is not what the sender's control totals say. */
        CONTROL_TOTALS,

        /** It is older than what was applied before, does not tell its time though others did, or is of the future. */
        STALE,

        /** The mirror is no longer what it was when the preview was made. */
        BASE_MOVED,

        /** A full set without any element, where the mirror has live records. */
        EMPTY,

        /** A set with elements and without one valid record. */
        ALL_REJECTED,

        /** More rejections than allowed. */
        TOO_MANY_REJECTIONS,

        /** More deletions than allowed, by rows or by money. */
        DELETIONS
    }
}
