package io.github.patientpayments.sync;

import io.github.patientpayments.sync.Refusal.Reason;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;

/**
 * The limits by which a store refuses a snapshot. {@link #defaults()} protects against a snapshot that is empty,
 * truncated, outdated or unreadable. A limit can be changed here for the store, and {@linkplain SyncOptions#lift
 * lifted} for one sync:
 *
 * <pre>{@code
 * Guard guard = Guard.defaults()
 *         .deletions(Guard.Limit.percent(5).atLeast(20))
 *         .rejections(Guard.Limit.percent(1).atLeast(100))
 *         .lift(Refusal.Reason.STALE);
 * }</pre>
 *
 * <p>Immutable and thread-safe: every method returns a new guard.
 */
public final class Guard {

    private static final Guard DEFAULTS = new Guard(
            Limit.percent(20).atLeast(5),
            Limit.percent(100).atLeast(Long.MAX_VALUE),
            EnumSet.of(Reason.TOO_MANY_REJECTIONS));

    private final Limit deletions;
    private final Limit rejections;
    private final EnumSet<Reason> lifted;

    private Guard(Limit deletions, Limit rejections, EnumSet<Reason> lifted) {
        this.deletions = deletions;
        this.rejections = rejections;
        this.lifted = lifted;
    }

    /**
     * Returns the guard of a store that was built without one: it guards against everything except the number of
     * rejections, and refuses deletions of more than 20% and at least 5 records.
     *
     * @return the defaults
     */
    public static Guard defaults() {
        return DEFAULTS;
    }

    /**
     * Refuses to delete more than a share of the live patients or of the live payments, and to remove more than that
     * share of the live money (the sum of the absolute amounts) by deletions and smaller amounts. Payments that are
     * deleted with their patient count; withheld deletions do not, nor do payments that now name an erased patient.
     * Defaults to more than 20% and at least 5.
     *
     * @param limit the share, and the least number of records that is refused; for money, the least number of payments
     * @return the same guard with this limit
     */
    public Guard deletions(Limit limit) {
        return new Guard(Objects.requireNonNull(limit, "limit"), rejections, without(Reason.DELETIONS));
    }

    /**
     * Refuses a set of which more than a share is rejected. Defaults to allowing any number of rejections.
     *
     * @param limit the share, and the least number of records that is refused
     * @return the same guard with this limit
     */
    public Guard rejections(Limit limit) {
        return new Guard(deletions, Objects.requireNonNull(limit, "limit"), without(Reason.TOO_MANY_REJECTIONS));
    }

    /**
     * Never refuses a snapshot for these reasons. Defaults to lifting only {@link Reason#TOO_MANY_REJECTIONS}.
     *
     * @param reasons what the store is not guarded against
     * @return the same guard without these reasons
     */
    public Guard lift(Reason... reasons) {
        EnumSet<Reason> all = EnumSet.copyOf(lifted);
        all.addAll(Arrays.asList(reasons));
        return new Guard(deletions, rejections, all);
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
        return deletions;
    }

    /**
     * Returns the limit of rejections.
     *
     * @return as set, or the default
     */
    public Limit rejections() {
        return rejections;
    }

    private EnumSet<Reason> without(Reason guarded) {
        EnumSet<Reason> others = EnumSet.copyOf(lifted);
        others.remove(guarded);
        return others;
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
