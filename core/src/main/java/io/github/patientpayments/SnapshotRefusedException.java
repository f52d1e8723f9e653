package io.github.patientpayments;

import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A guard held the snapshot or delta back: nothing was changed, and the run stands in the log as {@link
 * SyncRun.Status#REFUSED}. Not retryable: somebody has to look. If the snapshot is right after all, call {@code sync}
 * again with {@link SyncOptions#lift} of the reasons.
 */
public final class SnapshotRefusedException extends StoreException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // as serializable as what is in it
    private final List<Refusal> refusals;

    @SuppressWarnings("serial")
    private final SyncReport report;

    /**
     * Made by the store.
     *
     * @param refusals every reason, at least one
     * @param report what would have happened
     */
    public SnapshotRefusedException(List<Refusal> refusals, SyncReport report) {
        super(message(refusals), false, null, null);
        this.refusals = List.copyOf(refusals);
        this.report = report;
    }

    /**
     * The first reason.
     *
     * @return the most fundamental one
     */
    public Refusal.Reason reason() {
        return refusals.get(0).reason();
    }

    /**
     * Every reason, with its figures: each of them has to be lifted if the snapshot is to be applied.
     *
     * @return at least one; unmodifiable
     */
    public List<Refusal> refusals() {
        return refusals;
    }

    /**
     * What would have happened.
     *
     * @return the report of the run, as it stands in the log; its number is 0 if it could not be logged
     */
    public SyncReport report() {
        return report;
    }

    private static String message(List<Refusal> refusals) {
        return refusals.stream()
                .map(refusal -> refusal.reason() + ": " + refusal.message())
                .collect(Collectors.joining(
                        " ",
                        "Refused, and nothing was changed. ",
                        " If it is right all the same:"
                                + " sync(…, SyncOptions.defaults().lift(…)) with "
                                + refusals.stream()
                                        .map(refusal -> refusal.reason().name())
                                        .distinct()
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
