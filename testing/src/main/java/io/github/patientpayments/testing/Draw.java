package io.github.patientpayments.testing;

/**
 * Random numbers that depend on a seed, a record and a place alone, so that any of them can be computed at any time.
 * The JDK's generators have no such access, and their streams may differ between versions.
 */
final class Draw {

    private final long seed;

    Draw(long seed, String what) {
        this.seed = mixed(seed ^ hash(what));
    }

    /** From 0 to below {@code bound}. */
    int below(int bound, long item, int place) {
        return (int) Long.remainderUnsigned(bits(item, place), bound);
    }

    /** From 0 to below 1. */
    double share(long item, int place) {
        return (bits(item, place) >>> 11) * 0x1.0p-53;
    }

    private long bits(long item, int place) {
        return mixed(mixed(seed + item) + place);
    }

    /** Of all characters: {@link String#hashCode()} has 32 bits only. */
    static long hash(String text) {
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = mixed(hash + text.charAt(i));
        }
        return hash;
    }

    /** The finalizer of SplitMix64. */
    private static long mixed(long value) {
        long z = (value + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
