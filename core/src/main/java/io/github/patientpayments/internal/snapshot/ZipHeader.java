package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.internal.snapshot.PackedStream.Damaged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What one of the two headers of an entry of a ZIP archive says of it. The name is compared and nothing else: it is no
 * path, and in no message, since it may hold a person's name.
 */
final class ZipHeader {

    /** A number of 32 bits that stands in the ZIP64 field instead; and the largest one, if there is no such field. */
    static final long IN_ZIP64 = 0xffff_ffffL;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private static final int FLAG_ENCRYPTED = 1;
    private static final int FLAG_DESCRIPTOR = 8;
    private static final int FLAG_PATCH = 32;

    private static final int ZIP64 = 1;

    private final int flags;
    private final int method;
    private final String name;
    private int crc;
    private long packed;
    private long size;
    private long place;
    private int part;
    private boolean zip64;

    /** Reads a header after its signature: the one in the central directory, or the local one before the content. */
    ZipHeader(PackedStream in, boolean central) throws IOException {
        in.nextBytes(central ? 4 : 2); // versions
        flags = in.nextShort();
        method = in.nextShort();
        in.nextInt(); // time
        crc = in.nextInt();
        packed = in.nextUnsignedInt();
        size = in.nextUnsignedInt();
        int nameLength = in.nextShort();
        int extraLength = in.nextShort();
        int commentLength = 0;
        if (central) {
            commentLength = in.nextShort();
            part = in.nextShort();
            in.nextBytes(6); // attributes
            place = in.nextUnsignedInt();
        }
        name = new String(in.nextBytes(nameLength), StandardCharsets.ISO_8859_1);
        readExtra(ByteBuffer.wrap(in.nextBytes(extraLength)).order(ByteOrder.LITTLE_ENDIAN));
        in.nextBytes(commentLength);
    }

    /** A field that can't be read changes nothing: each number is compared with what is true. */
    private void readExtra(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort();
            int length = extra.getShort() & 0xffff;
            if (length > extra.remaining()) {
                return;
            }
            if (id == ZIP64) {
                readZip64(extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN));
            }
            extra.position(extra.position() + length);
        }
    }

    private void readZip64(ByteBuffer field) {
        zip64 = true;
        size = large(size, field);
        packed = large(packed, field);
        place = large(place, field);
    }

    private static long large(long number, ByteBuffer field) {
        return number == IN_ZIP64 && field.remaining() >= Long.BYTES ? field.getLong() : number;
    }

    /** Throws if the content can't be read. */
    void requireReadable() throws Damaged {
        if ((flags & FLAG_ENCRYPTED) != 0) {
            throw new Damaged("its ZIP archive is encrypted; send it without a password");
        }
        if ((method != STORED && method != DEFLATED) || (flags & FLAG_PATCH) != 0) {
            throw new Damaged("its ZIP archive is compressed with a method other than deflate (method " + method
                    + "); compress it with deflate or gzip");
        }
        if (isStored() && hasDescriptor() && !isDirectory()) {
            throw new Damaged("its ZIP archive has a file without compression whose size comes after it, so its end"
                    + " can't be found; compress it");
        }
    }

    /** Whether the content is not compressed. */
    boolean isStored() {
        return method == STORED;
    }

    /** Whether the checksum and the sizes follow the content. */
    boolean hasDescriptor() {
        return (flags & FLAG_DESCRIPTOR) != 0;
    }

    boolean isZip64() {
        return zip64;
    }

    boolean isDirectory() {
        return name.endsWith("/");
    }

    /** Whether it is no directory, and none of what macOS adds to an archive. */
    boolean isFile() {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return !isDirectory() && !name.startsWith("__MACOSX/") && !last.equals(".DS_Store");
    }

    /** The size of the content in the archive. */
    long packed() {
        return packed;
    }

    /** Where the entry begins, according to the central directory. */
    long place() {
        return place;
    }

    /** Whether the entry begins in the first part of a split archive, which a whole one is. */
    boolean isInFirstPart() {
        return part == 0 || (zip64 && part == 0xffff);
    }

    /** Compares with the content, and keeps what is true of that. What follows the content may be 0 before it. */
    void complete(int trueCrc, long truePacked, long trueSize) throws Damaged {
        boolean later = hasDescriptor();
        if (!((crc == trueCrc || (later && crc == 0))
                && (packed == truePacked || (later && packed == 0))
                && (size == trueSize || (later && size == 0)))) {
            throw new Damaged(StrictZip.WRONG_CHECKSUM);
        }
        crc = trueCrc;
        packed = truePacked;
        size = trueSize;
    }

    /** Whether the other header says the same. */
    boolean isLike(ZipHeader other) {
        return name.equals(other.name)
                && method == other.method
                && (flags & FLAG_ENCRYPTED) == (other.flags & FLAG_ENCRYPTED)
                && crc == other.crc
                && packed == other.packed
                && size == other.size;
    }
}
