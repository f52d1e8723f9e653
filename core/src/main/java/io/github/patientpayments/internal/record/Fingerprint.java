package io.github.patientpayments.internal.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprint of a set: the sum of the hashes of its records, modulo 2^128. It does not depend on the order of the
 * records. Not XOR, under which two equal records would cancel each other out.
 */
final class Fingerprint {

    private static final int NO_VALUE = -1;

    /**
     * Increment this when the rules turn the same input into a different record, so that old fingerprints no longer
     * match.
     */
    private static final byte RULES = 1;

    private final MessageDigest sha256;
    private long high;
    private long low;

    Fingerprint() {
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /**
     * Adds a record: the name of its type, then its values. Each value is preceded by its length, so that text can't
     * move from one value into the next unnoticed.
     */
    void add(@Nullable String... values) {
        sha256.update(RULES);
        for (@Nullable String value : values) {
            byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            updateLength(value == null ? NO_VALUE : bytes.length);
            sha256.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
        long addedHigh = hash.getLong();
        long addedLow = hash.getLong();
        low += addedLow;
        boolean carry = Long.compareUnsigned(low, addedLow) < 0;
        high += addedHigh + (carry ? 1 : 0);
    }

    /** 32 hexadecimal digits. */
    String text() {
        return "%016x%016x".formatted(high, low);
    }

    private void updateLength(int length) {
        sha256.update((byte) (length >>> 24));
        sha256.update((byte) (length >>> 16));
        sha256.update((byte) (length >>> 8));
        sha256.update((byte) length);
    }
}
