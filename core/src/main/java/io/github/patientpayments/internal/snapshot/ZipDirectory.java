package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.internal.snapshot.PackedStream.Damaged;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The central directory and the end records of a ZIP archive, which have to say what was read before them. */
final class ZipDirectory {

    private static final int HEADER = 0x02014b50;
    private static final int ZIP64_END = 0x06064b50;
    private static final int ZIP64_LOCATOR = 0x07064b50;
    private static final int END = 0x06054b50;

    private static final int SIGNATURE = 4;
    private static final int SHORT_IN_ZIP64 = 0xffff;

    /** The length of the ZIP64 end record that it states itself, if nothing is added. */
    private static final int ZIP64_END_LENGTH = 44;

    private static final int MAX_ADDED = 1 << 16;

    private final PackedStream in;

    /** The entries that no header was read of, by their place. Their number is limited as bytes without content. */
    private final Map<Long, ZipHeader> unlisted = new HashMap<>();

    private long listed;
    private long start;
    private long size;
    private boolean zip64;

    ZipDirectory(PackedStream in) {
        this.in = in;
    }

    /** Notes an entry that has been read. */
    void add(long place, ZipHeader local) {
        unlisted.put(place, local);
    }

    /**
     * Reads to the end of the archive.
     *
     * @param first the signature of the first header or record, which has been read
     */
    void check(int first) throws IOException {
        start = in.place() - SIGNATURE;
        int signature = checkHeaders(first);
        size = in.place() - SIGNATURE - start;
        if (signature == ZIP64_END) {
            zip64 = true;
            checkZip64End();
            checkZip64Locator();
            signature = in.nextInt();
        }
        if (signature != END) {
            throw new Damaged("its ZIP archive is damaged");
        }
        checkEnd();
        if (!in.atEnd()) {
            throw new Damaged("something follows the end of its ZIP archive");
        }
    }

    private int checkHeaders(int first) throws IOException {
        int signature = first;
        while (signature == HEADER) {
            ZipHeader header = new ZipHeader(in, true);
            ZipHeader local = unlisted.remove(header.place());
            require(local != null && header.isLike(local) && header.isInFirstPart());
            listed++;
            signature = in.nextInt();
        }
        return signature;
    }

    private void checkZip64End() throws IOException {
        long added = in.nextLong() - ZIP64_END_LENGTH;
        require(added >= 0 && added <= MAX_ADDED);
        in.nextInt(); // versions
        requireFirstPart(in.nextInt(), in.nextInt());
        require(in.nextLong() == listed);
        require(in.nextLong() == listed);
        require(in.nextLong() == size);
        require(in.nextLong() == start);
        in.nextBytes((int) added);
    }

    private void checkZip64Locator() throws IOException {
        require(in.nextInt() == ZIP64_LOCATOR);
        requireFirstPart(in.nextInt(), 0);
        require(in.nextLong() == start + size);
        requireFirstPart(in.nextInt() - 1, 0); // the number of parts
    }

    private void checkEnd() throws IOException {
        int part = in.nextShort();
        int partOfStart = in.nextShort();
        requireFirstPart(
                isInZip64(part, SHORT_IN_ZIP64) ? 0 : part, isInZip64(partOfStart, SHORT_IN_ZIP64) ? 0 : partOfStart);
        requireOrZip64(in.nextShort(), listed, SHORT_IN_ZIP64);
        requireOrZip64(in.nextShort(), listed, SHORT_IN_ZIP64);
        requireOrZip64(in.nextUnsignedInt(), size, ZipHeader.IN_ZIP64);
        requireOrZip64(in.nextUnsignedInt(), start, ZipHeader.IN_ZIP64);
        in.nextBytes(in.nextShort()); // comment
        require(unlisted.isEmpty());
    }

    private void requireOrZip64(long number, long expected, long inZip64) throws Damaged {
        require(number == expected || isInZip64(number, inZip64));
    }

    private boolean isInZip64(long number, long inZip64) {
        return zip64 && number == inZip64;
    }

    private static void requireFirstPart(int part, int partOfStart) throws Damaged {
        if (part != 0 || partOfStart != 0) {
            throw new Damaged("it is a part of a split ZIP archive; send the archive as one file");
        }
    }

    private static void require(boolean equal) throws Damaged {
        if (!equal) {
            throw new Damaged("the central directory of its ZIP archive does not match its entries");
        }
    }
}
