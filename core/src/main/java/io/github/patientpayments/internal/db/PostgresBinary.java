package io.github.patientpayments.internal.db;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A buffer of rows in the binary form of COPY. */
final class PostgresBinary {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final LocalDate DATE_ZERO = LocalDate.of(2000, 1, 1);
    private static final short NEGATIVE = 0x4000;

    /** A number is written in digits of base 10,000, and its point is between two of them. */
    private static final int DECIMALS = 4;

    private static final int BASE = 10_000;
    private static final BigInteger BIG_BASE = BigInteger.valueOf(BASE);

    /** A digit takes more bits than this. */
    private static final int BITS = 13;

    private ByteBuffer buffer;

    /** Begins with the header: the signature, no flags and no extension. */
    PostgresBinary(int capacity) {
        this.buffer = ByteBuffer.allocate(capacity);
        buffer.put(SIGNATURE).putInt(0).putInt(0);
    }

    /** The number of bytes in the buffer. */
    int size() {
        return buffer.position();
    }

    /** The bytes, valid up to the size until the next row. */
    byte[] bytes() {
        return buffer.array();
    }

    void clear() {
        buffer.clear();
    }

    /** Adds a row. The class of a value is that of its column: text, bigint, smallint, boolean, date, uuid or numeric. */
    void add(@Nullable Object[] row) {
        room(Short.BYTES).putShort((short) row.length);
        for (Object value : row) {
            add(value);
        }
    }

    /** Adds the mark that follows the last row. */
    void end() {
        room(Short.BYTES).putShort((short) -1);
    }

    private void add(@Nullable Object value) {
        if (value == null) {
            room(Integer.BYTES).putInt(-1);
        } else if (value instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            value(bytes.length).put(bytes);
        } else if (value instanceof Long number) {
            value(Long.BYTES).putLong(number);
        } else if (value instanceof Short number) {
            value(Short.BYTES).putShort(number);
        } else if (value instanceof Boolean flag) {
            value(Byte.BYTES).put((byte) (flag ? 1 : 0));
        } else if (value instanceof LocalDate date) {
            value(Integer.BYTES).putInt(Math.toIntExact(ChronoUnit.DAYS.between(DATE_ZERO, date)));
        } else if (value instanceof UUID uuid) {
            value(2 * Long.BYTES).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        } else if (value instanceof BigDecimal number) {
            add(number);
        } else {
            throw new IllegalArgumentException("No column of a working table holds a " + value.getClass());
        }
    }

    /** Reads the rows of one message, each a hash and an id. The first message begins with the header. */
    static void hashes(byte[] message, boolean first, BulkReader.HashConsumer consumer) {
        ByteBuffer in = ByteBuffer.wrap(message);
        if (first) {
            in.position(SIGNATURE.length + Integer.BYTES);
            in.position(in.position() + Integer.BYTES + in.getInt(in.position()));
        }
        while (in.hasRemaining() && in.getShort() > 0) {
            UUID hash = in.getInt() < 0 ? null : new UUID(in.getLong(), in.getLong());
            in.getInt(); // the length of the id
            consumer.accept(hash, in.getLong());
        }
    }

    private void add(BigDecimal number) {
        int scale = Math.max(0, number.scale());
        int fraction = (scale + DECIMALS - 1) / DECIMALS;
        BigInteger rest = number.setScale(fraction * DECIMALS).unscaledValue().abs();
        short[] digits = new short[rest.bitLength() / BITS + 1];
        int count = 0;
        for (; rest.bitLength() >= Long.SIZE; rest = rest.divide(BIG_BASE)) {
            digits[count++] = rest.mod(BIG_BASE).shortValue();
        }
        for (long small = rest.longValue(); small > 0; small /= BASE) {
            digits[count++] = (short) (small % BASE);
        }
        value((4 + count) * Short.BYTES)
                .putShort((short) count)
                .putShort((short) (count - fraction - 1)) // the power of the base of the first digit
                .putShort(number.signum() < 0 ? NEGATIVE : 0)
                .putShort((short) scale);
        while (count > 0) {
            buffer.putShort(digits[--count]);
        }
    }

    /** Adds the length of a value, and makes room for the value. */
    private ByteBuffer value(int length) {
        return room(Integer.BYTES + length).putInt(length);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            buffer.flip();
            buffer = ByteBuffer.allocate(2 * buffer.capacity() + bytes).put(buffer);
        }
        return buffer;
    }
}
