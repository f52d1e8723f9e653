package io.github.patientpayments.internal.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * The fingerprint of a set: the sum of the hashes of its records, modulo 2^128. It does not depend on the order of the
 * records. Not XOR, under which two equal records would cancel each other out.
 *
 * <p>Notes the fingerprints of prefixes of the set, by which a set that differs early need not be read to its end: one
 * every 256 records, and later one each time that the prefix has grown by an eighth.
 */
final class Fingerprint {

    /** Of which the last one has two billion records. */
    static final int MAX_PREFIXES = 128;

    private static final long BETWEEN = 256;
    private static final long GROWTH = 8;

    private final List<String> prefixes = new ArrayList<>();
    private long records;
    private long nextPrefix = BETWEEN;
    private long high;
    private long low;

    /**
     * Begins with the hashes of what else the set is, which are those of no record: a record does not begin like a
     * text.
     */
    Fingerprint(List<UUID> ofSet) {
        ofSet.forEach(hash -> sum(hash.getMostSignificantBits(), hash.getLeastSignificantBits()));
    }

    /** Adds the hash of a record. */
    void add(long hashHigh, long hashLow) {
        sum(hashHigh, hashLow);
        records++;
        if (records == nextPrefix && prefixes.size() < MAX_PREFIXES) {
            prefixes.add(text());
            nextPrefix += Math.max(BETWEEN, nextPrefix / GROWTH);
        }
    }

    private void sum(long hashHigh, long hashLow) {
        low += hashLow;
        boolean carry = Long.compareUnsigned(low, hashLow) < 0;
        high += hashHigh + (carry ? 1 : 0);
    }

    /** 32 hexadecimal digits. */
    String text() {
        return "%016x%016x".formatted(high, low);
    }

    /** The fingerprints of the prefixes so far, the shortest first. */
    List<String> prefixes() {
        return Collections.unmodifiableList(prefixes);
    }
}
