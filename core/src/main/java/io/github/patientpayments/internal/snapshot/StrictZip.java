package io.github.patientpayments.internal.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the only file of a ZIP archive, and requires a complete archive. The JDK's {@code ZipInputStream} never reads
 * the central directory: an archive that was cut after an entry, or that other programs see other entries in, is whole
 * to it.
 */
final class StrictZip extends PackedStream {

    static final String WRONG_CHECKSUM = "a checksum or size in its ZIP archive does not match its content";

    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DESCRIPTOR = 0x08074b50;

    /** What may be unpacked besides the file, in bytes. */
    private static final long MAX_BESIDES = 1 << 20;

    /** How far to look for other files, if the first one is wrong. */
    private static final long MAX_AHEAD = 1 << 24;

    private final ZipDirectory directory = new ZipDirectory(this);

    /** The header of the file, while that is read. */
    private @Nullable ZipHeader file;

    private int files;
    private long placeOfEntry;
    private long unpacked;
    private long besides;
    private boolean ended;

    /**
     * Reads nothing yet.
     *
     * @param in the archive
     */
    StrictZip(InputStream in) {
        super(in, "ZIP", "the end of its ZIP archive");
    }

    /** Returns whether a file that begins with these bytes is a ZIP archive, perhaps an empty one. */
    static boolean isZip(byte[] head) {
        return head.length > 3
                && head[0] == 'P'
                && head[1] == 'K'
                && ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6));
    }

    /** One: the archive has an end. */
    @Override
    int members() {
        return 1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            ZipHeader reading = file;
            if (reading == null) {
                goOn();
            } else {
                int count = content(reading, bytes, offset, length);
                if (count > 0) {
                    noteContent();
                    return count;
                }
                endEntry(reading);
                file = null;
            }
        }
        return -1;
    }

    /** Goes on to the file, or to the end after it. */
    private void goOn() throws IOException {
        int signature = nextInt();
        while (signature == LOCAL_HEADER) {
            ZipHeader header = beginEntry();
            if (header.isFile() && ++files == 1) {
                file = header;
                return;
            }
            skip(header);
            signature = nextInt();
        }
        directory.check(signature);
        if (files != 1) {
            throw new WrongNumber(files == 0 ? "no file" : files + " files");
        }
        ended = true;
    }

    private ZipHeader beginEntry() throws IOException {
        placeOfEntry = place() - Integer.BYTES;
        ZipHeader header = new ZipHeader(this, false);
        header.requireReadable();
        unpacked = 0;
        if (header.isStored()) {
            crc.reset();
        } else {
            beginInflating();
        }
        return header;
    }

    /** Returns how much content was read; 0 at its end. */
    private int content(ZipHeader header, byte[] bytes, int offset, int length) throws IOException {
        int count = header.isStored()
                ? stored(bytes, offset, (int) Math.max(Math.min(length, header.packed() - unpacked), 0))
                : inflate(bytes, offset, length);
        unpacked += count;
        return count;
    }

    private int stored(byte[] bytes, int offset, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        if (position == limit) {
            fill();
        }
        int count = Math.min(most, limit - position);
        System.arraycopy(buffer, position, bytes, offset, count);
        position += count;
        crc.update(bytes, offset, count);
        return count;
    }

    private void endEntry(ZipHeader header) throws IOException {
        int checksum = (int) crc.getValue();
        long packed = header.isStored() ? unpacked : inflater.getBytesRead();
        if (header.hasDescriptor()) {
            checkDescriptor(header.isZip64(), checksum, packed);
        }
        header.complete(checksum, packed, unpacked);
        directory.add(placeOfEntry, header);
    }

    /** The signature may be missing. Some writers that learn only at the end that it is large mention no ZIP64. */
    private void checkDescriptor(boolean zip64, int checksum, long packed) throws IOException {
        boolean large = zip64 || Math.max(packed, unpacked) > ZipHeader.IN_ZIP64;
        int first = nextInt();
        if ((first == DESCRIPTOR ? nextInt() : first) != checksum
                || (large ? nextLong() : nextUnsignedInt()) != packed
                || (large ? nextLong() : nextUnsignedInt()) != unpacked) {
            throw new Damaged(WRONG_CHECKSUM);
        }
    }

    /** Other files are skipped too, to count them. */
    private void skip(ZipHeader header) throws IOException {
        byte[] skipped = new byte[1 << 12];
        for (int count = 1; count > 0; besides += count) {
            count = content(header, skipped, 0, skipped.length);
            if (count > 0 && header.isDirectory()) {
                throw new Damaged("a directory in its ZIP archive has content");
            }
            if (besides > MAX_BESIDES) {
                throw files > 1
                        ? atLeast()
                        : new Damaged("its ZIP archive has more than 1 MiB that belongs to no file");
            }
        }
        endEntry(header);
    }

    @Override
    Damaged withoutContent() {
        return files > 1 ? atLeast() : super.withoutContent();
    }

    private WrongNumber atLeast() {
        return new WrongNumber("at least " + files + " files");
    }

    /** The first of several files need not be the one that was meant. */
    @Override
    Optional<String> problemBeyondContent() {
        byte[] skipped = new byte[1 << 12];
        try {
            long ahead = 0;
            for (int count = 0; count >= 0 && ahead < MAX_AHEAD; ahead += count) {
                count = read(skipped, 0, skipped.length);
            }
            return Optional.empty();
        } catch (WrongNumber e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The archive does not have exactly one file. */
    private static final class WrongNumber extends Damaged {

        private static final long serialVersionUID = 1L;

        WrongNumber(String found) {
            super("it is a ZIP archive with " + found + ", but a set is one file;"
                    + " send an archive with one file, or unpack it");
        }
    }
}
