package io.github.patientpayments.internal.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952) and requires a complete file. The JDK's {@code GZIPInputStream} treats a damaged header
 * of a second member, or anything else after a trailer, as the end of the file. Here a missing record means a deletion,
 * so silently truncated input would delete records. Public for the HTTP service, which measures what an upload unpacks
 * to with the reader that the records are read with.
 */
public final class StrictGzip extends InputStream {

    private static final int DEFLATE = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xe0;

    /** How many compressed bytes may follow each other without content. An endless header would be read forever. */
    private static final int MAX_WITHOUT_CONTENT = 1 << 20;

    private static final String DAMAGED_HEADER = "its gzip header is damaged";

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[1 << 14];
    private int position;
    private int limit;
    private boolean inMember;
    private int members;
    private int withoutContent;

    /**
     * Reads nothing yet.
     *
     * @param in the compressed bytes
     */
    public StrictGzip(InputStream in) {
        this.in = in;
    }

    /** Returns whether a file that begins with these bytes is gzip. */
    public static boolean isGzip(int firstByte, int secondByte) {
        return firstByte == 0x1f && secondByte == 0x8b;
    }

    /** The number of gzip members read so far. */
    int members() {
        return members;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inMember || beginMember()) {
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                crc.update(bytes, offset, count);
                withoutContent = 0;
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else {
                fill();
                inflater.setInput(buffer, 0, limit);
                position = limit;
            }
        }
        return -1;
    }

    /** Releases the native memory of the decompressor. Does not close the compressed stream. */
    void end() {
        inflater.end();
    }

    /** Closes the compressed stream too. */
    @Override
    public void close() throws IOException {
        end();
        in.close();
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw new Damaged("its gzip compression is damaged");
        }
    }

    /** Reads the header of a member. Returns false at the end of the file, which is valid only after a trailer. */
    private boolean beginMember() throws IOException {
        if (position == limit && !refill()) {
            return false;
        }
        crc.reset();
        if (!isGzip(header(), header())) {
            throw new Damaged("something that is not gzip follows its gzip trailer");
        }
        readHeader();
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
        position = limit;
        crc.reset();
        inMember = true;
        members++;
        return true;
    }

    private void readHeader() throws IOException {
        int method = header();
        int flags = header();
        if (method != DEFLATE || (flags & RESERVED_FLAGS) != 0) {
            throw new Damaged(DAMAGED_HEADER);
        }
        skip(6); // time, extra flags, operating system
        if ((flags & FLAG_EXTRA) != 0) {
            skip(header() | header() << 8);
        }
        if ((flags & FLAG_NAME) != 0) {
            skipText();
        }
        if ((flags & FLAG_COMMENT) != 0) {
            skipText();
        }
        int expected = (int) crc.getValue() & 0xffff;
        if ((flags & FLAG_HEADER_CRC) != 0 && (next() | next() << 8) != expected) {
            throw new Damaged(DAMAGED_HEADER);
        }
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        if (nextInt() != (int) crc.getValue() || nextInt() != (int) inflater.getBytesWritten()) {
            throw new Damaged("its gzip checksum does not match its content");
        }
        inMember = false;
    }

    private int nextInt() throws IOException {
        return next() | next() << 8 | next() << 16 | next() << 24;
    }

    private void skipText() throws IOException {
        while (header() != 0) {
            // up to the terminating zero
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            header();
        }
    }

    /** The next byte of a header, of which the checksum is taken. */
    private int header() throws IOException {
        int one = next();
        crc.update(one);
        return one;
    }

    private int next() throws IOException {
        if (position == limit) {
            fill();
        }
        return buffer[position++] & 0xff;
    }

    private void fill() throws IOException {
        if (!refill()) {
            throw new Damaged("it is truncated: its gzip trailer is missing");
        }
    }

    private boolean refill() throws IOException {
        position = 0;
        limit = Math.max(in.read(buffer, 0, buffer.length), 0);
        withoutContent += limit;
        if (withoutContent > MAX_WITHOUT_CONTENT) {
            throw new Damaged("its gzip has no content for more than 1 MiB");
        }
        return limit > 0;
    }

    /** The compressed bytes are damaged or incomplete. The message completes the sentence «the set is invalid:». */
    static final class Damaged extends IOException {

        private static final long serialVersionUID = 1L;

        Damaged(String problem) {
            super(problem);
        }
    }
}
