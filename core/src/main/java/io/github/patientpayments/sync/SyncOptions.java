package io.github.patientpayments.sync;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.sync.Refusal.Reason;
import java.util.Arrays;
import java.util.EnumSet;
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

    private static final SyncOptions DEFAULTS = new SyncOptions(EnumSet.noneOf(Reason.class), null, false);

    private final EnumSet<Reason> lifted;
    private final @Nullable Long base;
    private final boolean fullComparison;

    private SyncOptions(EnumSet<Reason> lifted, @Nullable Long base, boolean fullComparison) {
        this.lifted = lifted;
        this.base = base;
        this.fullComparison = fullComparison;
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
        return new SyncOptions(all, base, fullComparison);
    }

    /**
     * Refuses the sync with {@link Reason#BASE_MOVED} if another run has changed the mirror since a preview was made.
     * Defaults to any base.
     *
     * @param baseRun {@link Preview#baseRun()}
     * @return the same options on this base
     */
    public SyncOptions onBase(long baseRun) {
        return new SyncOptions(lifted, baseRun, fullComparison);
    }

    /**
     * Compares the content with the mirror even if it is the same as last time. Use it if somebody may have changed the
     * tables by other means. Defaults to recognizing the same content by its fingerprint, without another comparison.
     *
     * @return the same options with a full comparison
     */
    public SyncOptions compareInFull() {
        return new SyncOptions(lifted, base, true);
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
}
