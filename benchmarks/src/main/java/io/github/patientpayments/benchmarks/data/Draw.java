package io.github.patientpayments.benchmarks.data;

/** Random numbers that depend on a seed and a place alone, so that any of them can be computed at any time. */
final class Draw {

    private final long seed;

    Draw(long seed, String what) {
        this.seed = mixed(seed ^ mixed(what.hashCode()));
    }

    /** From 0 to below {@code bound}. */
    int below(int bound, int place) {
        return (int) Long.remainderUnsigned(mixed(seed + place), bound);
    }

    /** From 0 to below 1. */
    double share(int place) {
        return (mixed(seed + place) >>> 11) * 0x1.0p-53;
    }

    /** The finalizer of SplitMix64. */
    private static long mixed(long value) {
        long z = (value + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
