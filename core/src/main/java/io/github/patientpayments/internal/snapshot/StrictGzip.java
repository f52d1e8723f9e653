package io.github.patientpayments.internal.snapshot;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decompresses gzip (RFC 1952) and requires a complete file. The JDK's {@code GZIPInputStream} treats a damaged header
 * of a second member, or anything else after a trailer, as the end of the file.
 */
final class StrictGzip extends PackedStream {

    private static final int DEFLATE = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xe0;

    private static final String DAMAGED_HEADER = "its gzip header is damaged";

    private boolean inMember;
    private int members;

    /**
     * Reads nothing yet.
     *
     * @param in the compressed bytes
     */
    StrictGzip(InputStream in) {
        super(in, "gzip", "its gzip trailer");
    }

    /** Returns whether a file that begins with these bytes is gzip. */
    static boolean isGzip(byte[] head) {
        return head.length > 1 && isGzip(head[0] & 0xff, head[1] & 0xff);
    }

    private static boolean isGzip(int firstByte, int secondByte) {
        return firstByte == 0x1f && secondByte == 0x8b;
    }

    @Override
    int members() {
        return members;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inMember || beginMember()) {
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                noteContent();
                return count;
            }
            endMember();
        }
        return -1;
    }

    /** Reads the header of a member. Returns false at the end of the file, which is valid only after a trailer. */
    private boolean beginMember() throws IOException {
        if (atEnd()) {
            return false;
        }
        crc.reset();
        if (!isGzip(header(), header())) {
            throw new Damaged("something that is not gzip follows its gzip trailer");
        }
        readHeader();
        beginInflating();
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
        if ((flags & FLAG_HEADER_CRC) != 0 && nextShort() != expected) {
            throw new Damaged(DAMAGED_HEADER);
        }
    }

    private void endMember() throws IOException {
        if (nextInt() != (int) crc.getValue() || nextInt() != (int) inflater.getBytesWritten()) {
            throw new Damaged("its gzip checksum does not match its content");
        }
        inMember = false;
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
}
