package io.github.patientpayments.internal.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * A fingerprint of a set: the sum, modulo 2^128, of a hash of each record. Whoever changes a record, or leaves one out,
 * changes the sum; the order does not matter. Not XOR, in which a record that stands twice would vanish.
 */
final class Fingerprint {

    private static final int NO_VALUE = -1;

    /** To be raised when the rules make another record of the same content: then nothing is known any more. */
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
     * Adds a record, the name of its type first. Each value goes in with its length, so that nothing can move from one
     * into the next.
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
