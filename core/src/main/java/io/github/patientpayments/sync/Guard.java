package io.github.patientpayments.sync;

import io.github.patientpayments.sync.Refusal.Reason;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;

/**
 * What a store refuses to do to its mirror. {@link #defaults()} protects against a snapshot that is empty, cut, old or
 * unreadable; each limit can be changed here for the store, and {@linkplain SyncOptions#lift lifted} for one sync.
 *
 * <p>Immutable and thread-safe: every method gives a new guard.
 */
public final class Guard {

    private static final Guard DEFAULTS =
            new Guard(new BigDecimal("0.2"), 5, BigDecimal.ONE, Long.MAX_VALUE, EnumSet.of(Reason.TOO_MANY_REJECTIONS));

    private final BigDecimal deletedShare;
    private final long deletedAtLeast;
    private final BigDecimal rejectedShare;
    private final long rejectedAtLeast;
    private final EnumSet<Reason> off;

    private Guard(
            BigDecimal deletedShare,
            long deletedAtLeast,
            BigDecimal rejectedShare,
            long rejectedAtLeast,
            EnumSet<Reason> off) {
        this.deletedShare = deletedShare;
        this.deletedAtLeast = deletedAtLeast;
        this.rejectedShare = rejectedShare;
        this.rejectedAtLeast = rejectedAtLeast;
        this.off = off;
    }

    /**
     * Everything is guarded but the number of rejections; deletions of more than 20 % and at least 5 are refused.
     *
     * @return the guard of a store that was built without one
     */
    public static Guard defaults() {
        return DEFAULTS;
    }

    /**
     * Default: 20 % and 5. Refuses to delete more than a share of the live patients or of the live payments, if at least
     * so many go; and to take away more than that share of the live money (the sum of the absolute amounts), by deletions
     * and smaller amounts, if at least so many payments are touched. Payments that go with their patient count; what is
     * withheld does not, nor do payments that are now said to be an erased patient's.
     *
     * @param share from 0 to 1: 0.2 is 20 %
     * @param atLeast how many records have to be concerned, 1 or more
     * @return the same guard with this limit
     * @throws IllegalArgumentException outside these ranges
     */
    public Guard deletions(double share, long atLeast) {
        return new Guard(share(share), atLeast(atLeast), rejectedShare, rejectedAtLeast, offBut(Reason.DELETIONS));
    }

    /**
     * Default: any number. Refuses a set of which more than a share is rejected, if at least so many are.
     *
     * @param share from 0 to 1: 0.05 is 5 %
     * @param atLeast how many records have to be rejected, 1 or more
     * @return the same guard with this limit
     * @throws IllegalArgumentException outside these ranges
     */
    public Guard rejections(double share, long atLeast) {
        return new Guard(
                deletedShare, deletedAtLeast, share(share), atLeast(atLeast), offBut(Reason.TOO_MANY_REJECTIONS));
    }

    /**
     * Default: everything is guarded but the number of rejections.
     *
     * @param reasons what is not to be guarded
     * @return the same guard without these
     */
    public Guard without(Reason... reasons) {
        EnumSet<Reason> all = EnumSet.copyOf(off);
        all.addAll(Arrays.asList(reasons));
        return new Guard(deletedShare, deletedAtLeast, rejectedShare, rejectedAtLeast, all);
    }

    /**
     * Whether something is guarded.
     *
     * @param reason what
     * @return false if it was taken out
     */
    public boolean guards(Reason reason) {
        return !off.contains(reason);
    }

    /**
     * The share of live rows or money that may go.
     *
     * @return from 0 to 1
     */
    public BigDecimal deletedShare() {
        return deletedShare;
    }

    /**
     * How many deletions it takes to be refused.
     *
     * @return 1 or more
     */
    public long deletedAtLeast() {
        return deletedAtLeast;
    }

    /**
     * The share of a set that may be rejected.
     *
     * @return from 0 to 1
     */
    public BigDecimal rejectedShare() {
        return rejectedShare;
    }

    /**
     * How many rejections it takes to be refused.
     *
     * @return 1 or more
     */
    public long rejectedAtLeast() {
        return rejectedAtLeast;
    }

    private EnumSet<Reason> offBut(Reason guarded) {
        EnumSet<Reason> others = EnumSet.copyOf(off);
        others.remove(guarded);
        return others;
    }

    private static BigDecimal share(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A share is 0 to 1, not " + share);
        }
        return BigDecimal.valueOf(share);
    }

    private static long atLeast(long atLeast) {
        if (atLeast < 1) {
            throw new IllegalArgumentException("At least 1 record has to be concerned, not " + atLeast);
        }
        return atLeast;
    }
}
