package io.github.patientpayments.sync;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.sync.Refusal.Reason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Options for a single sync.
 *
 * <pre>{@code
 * store.sync(snapshot, SyncOptions.defaults()
 *         .lift(Refusal.Reason.DELETIONS)
 *         .onBase(preview.baseRun()));
 * }</pre>
 *
 * <p>Immutable and thread-safe: every method returns new options.
 */
public final class SyncOptions {

    private static final SyncOptions DEFAULTS = new SyncOptions(EnumSet.noneOf(Reason.class), null, false, false);

    private final EnumSet<Reason> lifted;
    private final @Nullable Long base;
    private final boolean fullComparison;
    private final boolean withholding;

    private SyncOptions(EnumSet<Reason> lifted, @Nullable Long base, boolean fullComparison, boolean withholding) {
        this.lifted = lifted;
        this.base = base;
        this.fullComparison = fullComparison;
        this.withholding = withholding;
    }

    /**
     * Returns the default options: the store's guard decides, on any base, and unchanged content is recognized.
     *
     * @return the options of {@link PatientPaymentStore#sync(SyncInput)}
     */
    public static SyncOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Lifts reasons for which this sync would be refused. Use it for a refused snapshot that a person has found to be
     * correct. Defaults to none.
     *
     * @param reasons the reasons for which this one sync is not refused
     * @return the same options with these reasons lifted too
     */
    public SyncOptions lift(Reason... reasons) {
        EnumSet<Reason> all = EnumSet.copyOf(lifted);
        all.addAll(Arrays.asList(reasons));
        return new SyncOptions(all, base, fullComparison, withholding);
    }

    /**
     * Refuses the sync with {@link Reason#BASE_MOVED} if another run has changed the mirror since a preview was made.
     * Defaults to any base.
     *
     * @param baseRun {@link Preview#baseRun()}
     * @return the same options on this base
     */
    public SyncOptions onBase(long baseRun) {
        return new SyncOptions(lifted, baseRun, fullComparison, withholding);
    }

    /**
     * Compares every record with the mirror, field by field. Use it if somebody may have changed the tables by other
     * means. It also renews the hashes by which records are recognized, and the search keys of names that another Java
     * version has computed otherwise; that is no change of a record. Defaults to recognizing the same content by its
     * fingerprint, and unchanged records by their hashes.
     *
     * @return the same options with a full comparison
     */
    public SyncOptions compareInFull() {
        return new SyncOptions(lifted, base, true, withholding);
    }

    /**
     * Applies everything except deletions: new, changed and returning records are written, and no record is deleted,
     * neither because it is missing, nor with its patient, nor because the input names it for deletion or assigns it to
     * an erased patient. What would have been deleted is counted as {@linkplain SyncCounts#withheld() withheld}, and
     * the next sync without this option decides again. Use it if a snapshot was refused for its deletions and the rest
     * of it is needed at once. Defaults to deleting.
     *
     * @return the same options without deletions
     */
    public SyncOptions withholdDeletions() {
        return new SyncOptions(lifted, base, fullComparison, true);
    }

    /**
     * Returns whether a reason is lifted.
     *
     * @param reason the reason
     * @return false by default
     */
    public boolean lifts(Reason reason) {
        return lifted.contains(reason);
    }

    /**
     * Returns the run that must be the last that changed the mirror.
     *
     * @return empty for any base
     */
    public OptionalLong base() {
        return base == null ? OptionalLong.empty() : OptionalLong.of(base);
    }

    /**
     * Returns whether the content is always compared.
     *
     * @return false by default
     */
    public boolean comparesInFull() {
        return fullComparison;
    }

    /**
     * Returns whether deletions are withheld.
     *
     * @return false by default
     */
    public boolean withholdsDeletions() {
        return withholding;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SyncOptions that
                && lifted.equals(that.lifted)
                && Objects.equals(base, that.base)
                && fullComparison == that.fullComparison
                && withholding == that.withholding;
    }

    @Override
    public int hashCode() {
        return Objects.hash(lifted, base, fullComparison, withholding);
    }

    @Override
    public String toString() {
        return "SyncOptions[lifted=" + lifted + ", base=" + base + ", fullComparison=" + fullComparison
                + ", deletionsWithheld=" + withholding + "]";
    }
}
