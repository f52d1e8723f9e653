package io.github.patientpayments.internal.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks bytes while they are read, and requires that they are complete and undamaged: a missing record means a
 * deletion, so silently truncated input would delete records. Public for the HTTP service, which measures what an
 * upload unpacks to with the reader that the records are read with.
 */
public abstract sealed class PackedStream extends InputStream permits StrictGzip, StrictZip {

    /** How many packed bytes may follow each other without content. An endless header would be read forever. */
    private static final int MAX_WITHOUT_CONTENT = 1 << 20;

    private static final int HEAD = 4;

    final Inflater inflater = new Inflater(true);
    final CRC32 crc = new CRC32();
    final byte[] buffer = new byte[1 << 14];
    int position;
    int limit;

    private final InputStream in;
    private final String format;
    private final String end;
    private long received;
    private int withoutContent;

    /**
     * Reads nothing yet.
     *
     * @param in the packed bytes
     * @param format what they are, for messages
     * @param end what comes last in the format, for messages
     */
    PackedStream(InputStream in, String format, String end) {
        this.in = in;
        this.format = format;
        this.end = end;
    }

    /**
     * Unpacks a stream whose first bytes say that it is packed.
     *
     * @param in a stream that supports {@link #mark}, of which nothing is read if it is not packed
     * @return the content; empty if the stream is not packed
     */
    public static Optional<PackedStream> of(InputStream in) throws IOException {
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.reset();
        if (StrictGzip.isGzip(head)) {
            return Optional.of(new StrictGzip(in));
        }
        return StrictZip.isZip(head) ? Optional.of(new StrictZip(in)) : Optional.empty();
    }

    /** The number of parts read so far of which each would be complete without the next one. */
    abstract int members();

    /** What is wrong with the bytes, if more than the content read so far; to be asked when that content is wrong. */
    Optional<String> problemBeyondContent() {
        return Optional.empty();
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] bytes, int offset, int length) throws IOException;

    /** Releases the native memory of the decompressor. Does not close the packed stream. */
    final void end() {
        inflater.end();
    }

    /** Closes the packed stream too. */
    @Override
    public final void close() throws IOException {
        end();
        in.close();
    }

    /** Gives the decompressor what is in the buffer. */
    final void beginInflating() {
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
        position = limit;
        crc.reset();
    }

    /** Returns how many bytes were unpacked; 0 after the last, when what follows the compressed bytes is the next. */
    final int inflate(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            int count = inflated(bytes, offset, length);
            if (count > 0) {
                crc.update(bytes, offset, count);
                return count;
            }
            if (inflater.finished()) {
                position = limit - inflater.getRemaining();
                return 0;
            }
            fill();
            inflater.setInput(buffer, 0, limit);
            position = limit;
        }
    }

    private int inflated(byte[] bytes, int offset, int length) throws IOException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw new Damaged("its " + format + " compression is damaged");
        }
    }

    /** Content of the set was unpacked. */
    final void noteContent() {
        withoutContent = 0;
    }

    /** The place of the next packed byte in the whole. */
    final long place() {
        return received - (limit - position);
    }

    final long nextLong() throws IOException {
        return nextUnsignedInt() | nextUnsignedInt() << 32;
    }

    final long nextUnsignedInt() throws IOException {
        return Integer.toUnsignedLong(nextInt());
    }

    final int nextInt() throws IOException {
        return nextShort() | nextShort() << 16;
    }

    final int nextShort() throws IOException {
        return next() | next() << 8;
    }

    final byte[] nextBytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) next();
        }
        return bytes;
    }

    /** The next packed byte. */
    final int next() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xff;
    }

    final boolean atEnd() throws IOException {
        return position == limit && !refill();
    }

    /** Fills the empty buffer with at least one byte. */
    final void fill() throws IOException {
        if (!refill()) {
            throw new Damaged("it is truncated: " + end + " is missing");
        }
    }

    private boolean refill() throws IOException {
        position = 0;
        limit = Math.max(in.read(buffer, 0, buffer.length), 0);
        received += limit;
        withoutContent += limit;
        if (withoutContent > MAX_WITHOUT_CONTENT) {
            throw withoutContent();
        }
        return limit > 0;
    }

    Damaged withoutContent() {
        return new Damaged("its " + format + " has no content for more than 1 MiB");
    }

    /** The packed bytes are damaged or incomplete. The message completes the sentence «the set is invalid:». */
    static class Damaged extends IOException {

        private static final long serialVersionUID = 1L;

        Damaged(String problem) {
            super(problem);
        }
    }
}
