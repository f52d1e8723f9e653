package io.github.patientpayments.internal.record;

import io.github.patientpayments.RecordType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Computes the hash of a record's content: SipHash-2-4 with 128 bits, keyed with the store's own secret. A sum of
 * hashes without a key could be attacked: somebody who can choose records finds another set with the same sum (a
 * generalized birthday attack). It is also several times faster than SHA-256.
 *
 * <p>The hash depends on the key and the content alone. Each value is preceded by its length, so that text can't move
 * from one value into the next unnoticed. Reused for every record; not thread-safe.
 */
public final class RecordHash {

    /** Increment this when the rules turn the same input into a different record, so that old hashes don't match. */
    private static final byte RULES = 1;

    private static final short NO_VALUE = -1;

    /** The bytes of a number: a word and its scale. A number that is longer is added as text, which is longer too. */
    private static final int NUMBER = Long.BYTES + 1;

    /** A long has room for as many digits, whatever they are. */
    private static final int DIGITS_OF_LONG = 18;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final HashKey key;
    private byte[] bytes = new byte[256];
    private int size;
    private long high;
    private long low;

    public RecordHash(HashKey key) {
        this.key = key;
    }

    /** Hashes a text by itself. */
    public UUID ofText(String text) {
        size = 0;
        addText(text);
        end();
        return new UUID(high, low);
    }

    /** Begins a record. */
    void begin(RecordType type) {
        bytes[0] = RULES;
        bytes[1] = (byte) (type == RecordType.PATIENT ? 0 : 1);
        size = 2;
    }

    /** Adds the next value of the record: a text, a date, an amount, or none. */
    void add(@Nullable Object value) {
        if (value instanceof String text) {
            addText(text);
        } else if (value instanceof BigDecimal amount) {
            addAmount(amount);
        } else if (value instanceof LocalDate date) {
            addNumber(date.toEpochDay(), 0);
        } else if (value == null) {
            makeRoom(size + Short.BYTES);
            SHORT.set(bytes, size, NO_VALUE);
            size += Short.BYTES;
        } else {
            throw new IllegalArgumentException("No field has a " + value.getClass());
        }
    }

    /** The rules limit the length of a text to less than what two bytes can hold. */
    private void addText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int start = size + Short.BYTES;
        makeRoom(start + utf8.length);
        SHORT.set(bytes, size, (short) utf8.length);
        System.arraycopy(utf8, 0, bytes, start, utf8.length);
        size = start + utf8.length;
    }

    /** Of equal amounts only one form is stored. */
    private void addAmount(BigDecimal amount) {
        if (amount.precision() <= DIGITS_OF_LONG) {
            addNumber(amount.scaleByPowerOfTen(amount.scale()).longValue(), amount.scale());
        } else {
            addText(amount.toString());
        }
    }

    /** The scale of what can be stored fits into a byte. */
    private void addNumber(long unscaled, int scale) {
        int start = size + Short.BYTES;
        makeRoom(start + NUMBER);
        SHORT.set(bytes, size, (short) NUMBER);
        LONG.set(bytes, start, unscaled);
        bytes[start + Long.BYTES] = (byte) scale;
        size = start + NUMBER;
    }

    /** Hashes the record, after its last value. */
    void end() {
        hash(bytes, size);
    }

    /** The first 64 bits of the hash. */
    long high() {
        return high;
    }

    /** The last 64 bits of the hash. */
    long low() {
        return low;
    }

    /** Leaves the width of a word after the end, which {@link #hash} reads. */
    private void makeRoom(int end) {
        if (bytes.length < end + Long.BYTES) {
            bytes = Arrays.copyOf(bytes, 2 * (end + Long.BYTES));
        }
    }

    /** SipHash-2-4. The array must be longer than the message by a word, of whatever content. */
    void hash(byte[] message, int length) {
        long v0 = key.first() ^ 0x736f6d6570736575L;
        long v1 = key.second() ^ 0x646f72616e646f6dL ^ 0xee;
        long v2 = key.first() ^ 0x6c7967656e657261L;
        long v3 = key.second() ^ 0x7465646279746573L;
        int last = length / Long.BYTES;
        // Two rounds a step: one step a word, then two for each half of the hash.
        for (int step = 0; step <= last + 4; step++) {
            long word = 0;
            if (step < last) {
                word = (long) LONG.get(message, step * Long.BYTES);
            } else if (step == last) {
                int bits = length % Long.BYTES * Byte.SIZE;
                word = (long) LONG.get(message, step * Long.BYTES);
                word = (word & ((1L << bits) - 1)) | ((long) length << 56);
            } else if (step == last + 1) {
                v2 ^= 0xee;
            } else if (step == last + 3) {
                high = Long.reverseBytes(v0 ^ v1 ^ v2 ^ v3);
                v1 ^= 0xdd;
            }
            v3 ^= word;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32) + v3;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        low = Long.reverseBytes(v0 ^ v1 ^ v2 ^ v3);
    }
}
