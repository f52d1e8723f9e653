package io.github.patientpayments.benchmarks.rivals;

/**
 * How long one run took.
 *
 * @param nanos in all
 * @param readingNanos until all input was read, 0 if the rival does not say
 * @param heapBytes the most that was in the heap, garbage included
 */
public record Timing(long nanos, long readingNanos, long heapBytes) {

    /** Reads what {@link #toString} writes. */
    public static Timing parse(String text) {
        String[] parts = text.split(" ", -1);
        return new Timing(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    @Override
    public String toString() {
        return nanos + " " + readingNanos + " " + heapBytes;
    }
}
