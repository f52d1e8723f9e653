package io.github.patientpayments.internal.record;

/**
 * The fingerprint of a set: the sum of the hashes of its records, modulo 2^128. It does not depend on the order of the
 * records. Not XOR, under which two equal records would cancel each other out.
 */
final class Fingerprint {

    private long high;
    private long low;

    /** Adds the hash of a record. */
    void add(long hashHigh, long hashLow) {
        low += hashLow;
        boolean carry = Long.compareUnsigned(low, hashLow) < 0;
        high += hashHigh + (carry ? 1 : 0);
    }

    /** 32 hexadecimal digits. */
    String text() {
        return "%016x%016x".formatted(high, low);
    }
}
