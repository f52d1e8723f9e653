package io.github.patientpayments.internal.db;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A buffer of rows in the binary form of COPY. */
final class PostgresBinary {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int HEADER = SIGNATURE.length + 2 * Integer.BYTES;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final long DAY_ZERO = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final Instant MICROSECOND_ZERO = Instant.parse("2000-01-01T00:00:00Z");
    private static final int NEGATIVE = 0x4000;

    /** A number is written in digits of base 10,000, and its point is between two of them. */
    private static final int DECIMALS = 4;

    private static final int BASE = 10_000;
    private static final BigInteger BIG_BASE = BigInteger.valueOf(BASE);
    private static final int[] POWERS = {1, 10, 100, 1_000, BASE};

    /** A digit takes more bits than this. */
    private static final int BITS = 13;

    /** A number of at most as many bits fits into a long with one more digit. */
    private static final int SMALL = 49;

    private byte[] bytes;
    private int size;

    PostgresBinary(int capacity) {
        this.bytes = new byte[capacity];
        begin();
    }

    /** Begins with the header: the signature, no flags and no extension. */
    final void begin() {
        makeRoom(HEADER);
        System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
        size = SIGNATURE.length;
        putInt(0);
        putInt(0);
    }

    /** Whether the buffer has only the header. */
    boolean isEmpty() {
        return size == HEADER;
    }

    /** The number of bytes in the buffer. */
    int size() {
        return size;
    }

    /** The bytes, valid up to the size until the next row. */
    byte[] bytes() {
        return bytes;
    }

    void clear() {
        size = 0;
    }

    /**
     * Adds a row. The class of a value is that of its column: text, bigint, smallint, boolean, date, timestamptz, uuid
     * or numeric.
     */
    void add(@Nullable Object[] row) {
        makeRoom(Short.BYTES);
        putShort(row.length);
        for (Object value : row) {
            add(value);
        }
    }

    /** Adds the mark that follows the last row. */
    void end() {
        makeRoom(Short.BYTES);
        putShort(-1);
    }

    private void add(@Nullable Object value) {
        if (value == null) {
            makeRoom(Integer.BYTES);
            putInt(-1);
        } else if (value instanceof String text) {
            add(text);
        } else if (value instanceof BigDecimal number) {
            add(number);
        } else if (value instanceof Long number) {
            begin(Long.BYTES);
            LONG.set(bytes, size, (long) number);
            size += Long.BYTES;
        } else if (value instanceof UUID uuid) {
            begin(2 * Long.BYTES);
            LONG.set(bytes, size, uuid.getMostSignificantBits());
            LONG.set(bytes, size + Long.BYTES, uuid.getLeastSignificantBits());
            size += 2 * Long.BYTES;
        } else if (value instanceof Short number) {
            begin(Short.BYTES);
            putShort(number);
        } else if (value instanceof Boolean flag) {
            begin(Byte.BYTES);
            bytes[size++] = (byte) (flag ? 1 : 0);
        } else if (value instanceof LocalDate date) {
            begin(Integer.BYTES);
            putInt(Math.toIntExact(date.toEpochDay() - DAY_ZERO));
        } else if (value instanceof Instant time) {
            begin(Long.BYTES);
            LONG.set(bytes, size, ChronoUnit.MICROS.between(MICROSECOND_ZERO, time));
            size += Long.BYTES;
        } else {
            throw new IllegalArgumentException("No column that is loaded holds a " + value.getClass());
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
            boolean hashed = in.getInt() > 0; // the length of the hash
            @Nullable UUID hash = hashed ? new UUID(in.getLong(), in.getLong()) : null;
            in.getInt(); // the length of the id
            consumer.accept(hash, in.getLong());
        }
    }

    private void add(String text) {
        int length = text.length();
        begin(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size -= Integer.BYTES;
                addUtf8(text);
                return;
            }
            bytes[size + i] = (byte) c;
        }
        size += length;
    }

    private void addUtf8(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        begin(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    private void add(BigDecimal number) {
        int scale = Math.max(0, number.scale());
        int fraction = (scale + DECIMALS - 1) / DECIMALS;
        BigInteger unscaled = number.unscaledValue();
        if (number.scale() == scale && fraction <= 1 && unscaled.bitLength() <= SMALL) {
            long small = Math.abs(unscaled.longValue()) * POWERS[fraction * DECIMALS - scale];
            add(number.signum(), scale, fraction, small, new short[Long.SIZE / BITS + 1], 0);
            return;
        }
        BigInteger rest = number.setScale(fraction * DECIMALS).unscaledValue().abs();
        short[] digits = new short[rest.bitLength() / BITS + 1];
        int count = 0;
        for (; rest.bitLength() >= Long.SIZE; rest = rest.divide(BIG_BASE)) {
            digits[count++] = rest.mod(BIG_BASE).shortValue();
        }
        add(number.signum(), scale, fraction, rest.longValue(), digits, count);
    }

    /** Adds a number of which the lowest digits are known. */
    private void add(int sign, int scale, int fraction, long rest, short[] digits, int known) {
        int count = known;
        for (long small = rest; small > 0; small /= BASE) {
            digits[count++] = (short) (small % BASE);
        }
        begin((4 + count) * Short.BYTES);
        putShort(count);
        putShort(count - fraction - 1); // the power of the base of the first digit
        putShort(sign < 0 ? NEGATIVE : 0);
        putShort(scale);
        while (count > 0) {
            putShort(digits[--count]);
        }
    }

    /** Adds the length of a value, and makes room for the value. */
    private void begin(int length) {
        makeRoom(Integer.BYTES + length);
        putInt(length);
    }

    private void putShort(int value) {
        SHORT.set(bytes, size, (short) value);
        size += Short.BYTES;
    }

    private void putInt(int value) {
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    private void makeRoom(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
        }
    }
}
