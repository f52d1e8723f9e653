package io.github.patientpayments.internal.history;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.Change;
import java.util.Comparator;

/**
 * A position in the change feed, after an event. Within a run, patients are created before their payments and deleted
 * after them.
 *
 * @param run the run of the event
 * @param phase its phase in the run
 * @param id the store's id of its record
 */
public record FeedPosition(long run, int phase, long id) implements Comparable<FeedPosition> {

    static final int PATIENT_UPSERTS = 1;
    static final int PAYMENT_UPSERTS = 2;
    static final int PAYMENT_DELETIONS = 3;
    static final int PATIENT_DELETIONS = 4;
    private static final int END = 5;

    private static final Comparator<FeedPosition> ORDER = Comparator.comparingLong(FeedPosition::run)
            .thenComparingInt(FeedPosition::phase)
            .thenComparingLong(FeedPosition::id);

    /** The end of a run, after its last event. */
    public static FeedPosition endOf(long run) {
        return new FeedPosition(run, END, 0);
    }

    public static FeedPosition of(Change change) {
        return new FeedPosition(change.runNumber(), phase(change), change.id());
    }

    private static int phase(Change change) {
        boolean removal = change.kind() == Change.Kind.DELETED || change.kind() == Change.Kind.ERASED;
        return change.recordType() == RecordType.PATIENT
                ? (removal ? PATIENT_DELETIONS : PATIENT_UPSERTS)
                : (removal ? PAYMENT_DELETIONS : PAYMENT_UPSERTS);
    }

    /** Whether an event or the end of a run can have this position. */
    public boolean isInFeed() {
        boolean atEvent = run > 0 && phase >= PATIENT_UPSERTS && phase <= PATIENT_DELETIONS && id > 0;
        return run >= 0 && (atEvent || equals(endOf(run)));
    }

    @Override
    public int compareTo(FeedPosition other) {
        return ORDER.compare(this, other);
    }
}
