package io.github.patientpayments.sync;

import io.github.patientpayments.sync.Refusal.Reason;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The limits by which a store refuses a snapshot. {@link #defaults()} protects against a snapshot that is empty,
 * truncated, outdated, mostly unreadable, or in other units than the one before. A limit can be changed here for the
 * store, and {@linkplain SyncOptions#lift lifted} for one sync:
 *
 * <pre>{@code
 * Guard guard = Guard.defaults()
 *         .deletions(Guard.Limit.percent(5).atLeast(20))
 *         .rejections(Guard.Limit.percent(1).atLeast(100))
 *         .requireControlTotals()
 *         .lift(Refusal.Reason.STALE);
 * }</pre>
 *
 * <p>Immutable and thread-safe: every method returns a new guard.
 */
public final class Guard {

    private static final Guard DEFAULTS = new Guard(
            Map.of(
                    Watched.DELETIONS, Limit.percent(20).atLeast(5),
                    Watched.CHANGED_RECORDS, Limit.percent(50).atLeast(20),
                    Watched.CHANGED_MONEY, Limit.percent(20).atLeast(5),
                    Watched.INSERTIONS, Limit.percent(100),
                    Watched.REJECTIONS, Limit.percent(20).atLeast(20)),
            false,
            null,
            EnumSet.of(Reason.INSERTIONS));

    private final Map<Watched, Limit> limits;
    private final boolean controlTotalsRequired;
    private final @Nullable Check check;
    private final EnumSet<Reason> lifted;

    private Guard(
            Map<Watched, Limit> limits, boolean controlTotalsRequired, @Nullable Check check, EnumSet<Reason> lifted) {
        this.limits = limits;
        this.controlTotalsRequired = controlTotalsRequired;
        this.check = check;
        this.lifted = lifted;
    }

    /**
     * Returns the guard of a store that was built without one. It guards against everything except the number of
     * insertions, with the limits that the methods below state, requires no control totals and has no check of the
     * host.
     *
     * @return the defaults
     */
    public static Guard defaults() {
        return DEFAULTS;
    }

    /**
     * Refuses to delete more than a share of the live patients or of the live payments, and to remove more than that
     * share of the live money (the sum of the absolute amounts) by deletions and smaller amounts. Payments that are
     * deleted with their patient count, and so do payments that now name an erased patient; withheld deletions do not.
     * Defaults to more than 20% and at least 5.
     *
     * <p>The least number spares a large store false alarms. So that it does not leave a small one without a guard, 3
     * or more records are also refused if they are more than half: three patients of four, for instance. For money, the
     * least number always applies: one large payment may be most of it.
     *
     * @param limit the share, and the least number of records that is refused; for money, the least number of payments
     * @return the same guard with this limit
     */
    public Guard deletions(Limit limit) {
        return with(Watched.DELETIONS, limit, Reason.DELETIONS);
    }

    /**
     * Refuses to change the content of more than a share of the live patients or of the live payments, and to change
     * amounts by more than a share of the live money: the sum of the absolute differences between new and old amounts,
     * over the payments that are live before and after. Amounts in cents instead of dollars delete nothing, and change
     * everything. A restored record is not a changed one. Defaults to more than 50% and at least 20 records, and more
     * than 20% of the money and at least 5 payments.
     *
     * @param records the share of the records, and the least number of them that is refused
     * @param money the share of the money, and the least number of payments that is refused
     * @return the same guard with these limits
     */
    public Guard changes(Limit records, Limit money) {
        return with(Watched.CHANGED_RECORDS, records, Reason.CHANGES)
                .with(Watched.CHANGED_MONEY, money, Reason.CHANGES);
    }

    /**
     * Refuses a set by which more records would be new or restored than a share of the live records of its type. Useful
     * where the number of records grows slowly: an export with other ids inserts everything again. A store with few
     * live records is being filled, so the limit begins at a number of live records. Defaults to allowing any number.
     *
     * @param limit the share of the live records, and the number of live records from which it applies
     * @return the same guard with this limit
     */
    public Guard insertions(Limit limit) {
        return with(Watched.INSERTIONS, limit, Reason.INSERTIONS);
    }

    /**
     * Refuses a set of which more than a share is rejected: otherwise a changed date format would freeze the mirror
     * silently, since rejected records keep their last good versions. As for deletions, 3 or more elements are also
     * refused if they are more than half, unless the store has no live record of their type, which they could freeze.
     * Defaults to more than 20% and at least 20.
     *
     * @param limit the share, and the least number of elements that is refused
     * @return the same guard with this limit
     */
    public Guard rejections(Limit limit) {
        return with(Watched.REJECTIONS, limit, Reason.TOO_MANY_REJECTIONS);
    }

    /**
     * Refuses, with {@link Reason#CONTROL_TOTALS}, an input without control totals: the number of records of each set
     * that it has, and the sum of the payments if it has them. A full set that lost less than the limit of deletions
     * can be recognized by nothing else. Defaults to checking control totals if they are given.
     *
     * @return the same guard, requiring control totals
     */
    public Guard requireControlTotals() {
        return new Guard(limits, true, check, without(Reason.CONTROL_TOTALS));
    }

    /**
     * Adds a check of the host: its refusals have the reason {@link Reason#HOST}. Defaults to none. A second check
     * replaces the first.
     *
     * @param hostCheck called for every sync and preview
     * @return the same guard with this check
     */
    public Guard check(Check hostCheck) {
        return new Guard(
                limits, controlTotalsRequired, Objects.requireNonNull(hostCheck, "hostCheck"), without(Reason.HOST));
    }

    /**
     * Never refuses a snapshot for these reasons. Defaults to lifting only {@link Reason#INSERTIONS}.
     *
     * @param reasons what the store is not guarded against
     * @return the same guard without these reasons
     */
    public Guard lift(Reason... reasons) {
        EnumSet<Reason> all = EnumSet.copyOf(lifted);
        all.addAll(Arrays.asList(reasons));
        return new Guard(limits, controlTotalsRequired, check, all);
    }

    /**
     * Returns whether the store is guarded against a reason.
     *
     * @param reason the reason
     * @return false if it is lifted
     */
    public boolean guards(Reason reason) {
        return !lifted.contains(reason);
    }

    /**
     * Returns the limit of deletions.
     *
     * @return as set, or the default
     */
    public Limit deletions() {
        return limit(Watched.DELETIONS);
    }

    /**
     * Returns the limit of changed records.
     *
     * @return as set, or the default
     */
    public Limit changedRecords() {
        return limit(Watched.CHANGED_RECORDS);
    }

    /**
     * Returns the limit of changed money.
     *
     * @return as set, or the default
     */
    public Limit changedMoney() {
        return limit(Watched.CHANGED_MONEY);
    }

    /**
     * Returns the limit of insertions, which applies only if {@link Reason#INSERTIONS} is not lifted.
     *
     * @return as set, or the default
     */
    public Limit insertions() {
        return limit(Watched.INSERTIONS);
    }

    /**
     * Returns the limit of rejections.
     *
     * @return as set, or the default
     */
    public Limit rejections() {
        return limit(Watched.REJECTIONS);
    }

    /**
     * Returns whether an input without control totals is refused.
     *
     * @return false by default
     */
    public boolean requiresControlTotals() {
        return controlTotalsRequired;
    }

    /**
     * Returns the check of the host.
     *
     * @return empty by default
     */
    public Optional<Check> check() {
        return Optional.ofNullable(check);
    }

    /** Checks of the host are equal if they are the same object. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Guard that
                && limits.equals(that.limits)
                && controlTotalsRequired == that.controlTotalsRequired
                && Objects.equals(check, that.check)
                && lifted.equals(that.lifted);
    }

    @Override
    public int hashCode() {
        return Objects.hash(limits, controlTotalsRequired, check, lifted);
    }

    @Override
    public String toString() {
        return "Guard[limits=" + new EnumMap<>(limits) + ", controlTotalsRequired=" + controlTotalsRequired + ", check="
                + (check != null) + ", lifted=" + lifted + "]";
    }

    private Guard with(Watched watched, Limit limit, Reason guarded) {
        Map<Watched, Limit> changed = new EnumMap<>(limits);
        changed.put(watched, Objects.requireNonNull(limit, "limit"));
        return new Guard(changed, controlTotalsRequired, check, without(guarded));
    }

    private Limit limit(Watched watched) {
        return Objects.requireNonNull(limits.get(watched));
    }

    private EnumSet<Reason> without(Reason guarded) {
        EnumSet<Reason> others = EnumSet.copyOf(lifted);
        others.remove(guarded);
        return others;
    }

    /** What has a limit. */
    private enum Watched {
        DELETIONS,
        CHANGED_RECORDS,
        CHANGED_MONEY,
        INSERTIONS,
        REJECTIONS
    }

    /**
     * A rule of the host, for what no limit can express: for instance that a clinic never loses its test patient.
     *
     * <p>It is called before the commit, in the thread of the sync and while the store's lock is held, again if the
     * transaction is repeated, and by previews too. It must not call the store: it would wait for itself. What it
     * throws ends the sync, and reaches the caller unchanged after the rollback.
     */
    @FunctionalInterface
    public interface Check {

        /**
         * Decides about a run.
         *
         * @param planned what will have happened if the run is committed; it has no number yet
         * @return a sentence that says why the run is refused, with its figures and without the content of any record;
         *     empty to allow it
         */
        Optional<String> refusal(SyncReport planned);
    }

    /**
     * How much is allowed: a set is refused if more than {@code share} of its records, and at least {@code atLeast} of
     * them, are concerned.
     *
     * @param share the share that is allowed, from 0 to 1
     * @param atLeast the least number of records that is refused, 1 or more
     */
    public record Limit(BigDecimal share, long atLeast) {

        /**
         * Checks the ranges.
         *
         * @param share see above
         * @param atLeast see above
         * @throws IllegalArgumentException outside these ranges
         */
        public Limit {
            if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
                throw new IllegalArgumentException(
                        "A limit must be between 0 and 100 percent, not " + share.movePointRight(2));
            }
            if (atLeast < 1) {
                throw new IllegalArgumentException(
                        "The least number of records of a limit must be 1 or more, not " + atLeast);
            }
            share = share.stripTrailingZeros(); // 5% equals 5.0%
        }

        /**
         * Allows a share of the records, however few they are.
         *
         * @param percent the share in percent, from 0 to 100
         * @return the limit
         * @throws IllegalArgumentException outside this range
         */
        public static Limit percent(double percent) {
            if (!(percent >= 0 && percent <= 100)) {
                throw new IllegalArgumentException("A limit must be between 0 and 100 percent, not " + percent);
            }
            return new Limit(BigDecimal.valueOf(percent).movePointLeft(2), 1);
        }

        /**
         * Allows fewer than a number of records, whatever their share. Defaults to 1.
         *
         * @param records the least number of records that is refused, 1 or more
         * @return the same limit with this number
         * @throws IllegalArgumentException if the number is less than 1
         */
        public Limit atLeast(long records) {
            return new Limit(share, records);
        }
    }
}
