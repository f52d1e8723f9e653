package io.github.patientpayments.benchmarks.data;

import java.util.Locale;

/**
 * Everything that the exports depend on.
 *
 * @param size of the first export
 * @param changed share of records that are changed in the first night, that are new in it, and that are missing from it
 * @param rewritten share of records that are changed in the second night
 * @param invalid share of records that are invalid in the export that has such
 * @param order of the records in a file
 * @param gzip whether the files are compressed
 * @param seed of everything random
 */
public record DataSpec(
        DataSize size, double changed, double rewritten, double invalid, Order order, boolean gzip, long seed) {

    /** The order of the records in a file. */
    public enum Order {
        /** By their numbers. */
        SAME,
        /** Another one in each export. */
        SHUFFLED
    }

    /** The same, of another size. */
    public DataSpec withSize(DataSize other) {
        return new DataSpec(other, changed, rewritten, invalid, order, gzip, seed);
    }

    /** The name of a folder for it. */
    String folder() {
        return String.format(
                Locale.ROOT,
                "%s-%s-%s-%s-%s%s-%d",
                size,
                changed,
                rewritten,
                invalid,
                order.name().toLowerCase(Locale.ROOT),
                gzip ? "-gzip" : "",
                seed);
    }
}
