package io.github.patientpayments;

import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if a guard refuses a snapshot or a delta. Nothing has changed, and the run is in the log as
 * {@link SyncRun.Status#REFUSED}. Not retryable: somebody has to look at it. If the snapshot is correct, sync it again
 * and {@linkplain SyncOptions#lift lift} the reasons:
 *
 * <pre>{@code
 * try {
 *     store.sync(snapshot);
 * } catch (SnapshotRefusedException e) {
 *     alert(e.refusals());   // every reason, with its figures
 * }
 *
 * // After somebody has found that the deletions are correct:
 * store.sync(snapshot, SyncOptions.defaults().lift(Refusal.Reason.DELETIONS));
 * }</pre>
 */
public final class SnapshotRefusedException extends StoreException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // as serializable as its content
    private final List<Refusal> refusals;

    @SuppressWarnings("serial")
    private final SyncReport report;

    /**
     * For internal use.
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
     * Returns the first reason.
     *
     * @return the most fundamental one
     */
    public Refusal.Reason reason() {
        return refusals.get(0).reason();
    }

    /**
     * Returns every reason, with its figures. To apply the snapshot, lift each of them.
     *
     * @return at least one; unmodifiable
     */
    public List<Refusal> refusals() {
        return refusals;
    }

    /**
     * Returns what would have happened.
     *
     * @return the report of the run, as it is in the log; its number is 0 if it could not be logged
     */
    public SyncReport report() {
        return report;
    }

    private static String message(List<Refusal> refusals) {
        return refusals.stream()
                .map(refusal -> refusal.reason() + ": " + refusal.message())
                .collect(Collectors.joining(" ", "Refused, and nothing was changed. ", " " + advice(refusals)));
    }

    private static String advice(List<Refusal> refusals) {
        List<Refusal.Reason> reasons =
                refusals.stream().map(Refusal::reason).distinct().toList();
        String lift = "If the snapshot is correct, lift "
                + reasons.stream().map(Enum::name).collect(Collectors.joining(", "))
                + " with SyncOptions.defaults().lift(…).";
        return reasons.contains(Refusal.Reason.DELETIONS)
                ? lift + " To apply everything except the deletions, use SyncOptions.defaults().withholdDeletions()."
                : lift;
    }
}
