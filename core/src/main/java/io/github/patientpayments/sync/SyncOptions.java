package io.github.patientpayments.sync;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.sync.Refusal.Reason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is to be otherwise for one sync. Immutable and thread-safe: every method gives new options.
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
     * The store's guard decides, on whatever base.
     *
     * @return what {@link PatientPaymentStore#sync(SyncInput)} takes
     */
    public static SyncOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Default: nothing is lifted. For the one who has looked at a refused snapshot and knows that it is right.
     *
     * @param reasons for which this one sync is not to be refused
     * @return the same options with these lifted too
     */
    public SyncOptions lift(Reason... reasons) {
        EnumSet<Reason> all = EnumSet.copyOf(lifted);
        all.addAll(Arrays.asList(reasons));
        return new SyncOptions(all, base, fullComparison);
    }

    /**
     * Default: whatever the mirror is. Refuses with {@link Reason#BASE_MOVED} if another run has changed the mirror since
     * a preview was made.
     *
     * @param baseRun {@link Preview#baseRun()}
     * @return the same options on this base
     */
    public SyncOptions onBase(long baseRun) {
        return new SyncOptions(lifted, baseRun, fullComparison);
    }

    /**
     * Default: the same content as last time is recognised by its fingerprint, and is not compared with the mirror again.
     * With this, it is: for a mirror that somebody else may have written to.
     *
     * @return the same options with a full comparison
     */
    public SyncOptions compareInFull() {
        return new SyncOptions(lifted, base, true);
    }

    /**
     * Whether a refusal is lifted.
     *
     * @param reason which
     * @return false by default
     */
    public boolean lifts(Reason reason) {
        return lifted.contains(reason);
    }

    /**
     * The run that must be the last that changed the mirror.
     *
     * @return empty if it does not matter
     */
    public OptionalLong base() {
        return base == null ? OptionalLong.empty() : OptionalLong.of(base);
    }

    /**
     * Whether everything is compared.
     *
     * @return false by default
     */
    public boolean comparesInFull() {
        return fullComparison;
    }
}
