package io.github.patientpayments.examples.loader;

import io.github.patientpayments.SnapshotUnreadableException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The beginning of a file as text.
 *
 * @param text without a byte order mark
 * @param encoding how the bytes were decoded
 * @param guessed whether nothing but the failure of UTF-8 speaks for the encoding
 * @param packing the name of the compression; empty if there is none
 * @param cut whether the file goes on after the text
 */
record SampleText(String text, Charset encoding, boolean guessed, String packing, boolean cut) {

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final int MOST = 8 << 20;
    private static final int GZIP = 0x1f8b;
    private static final int ZIP = ('P' << Byte.SIZE) | 'K';

    /**
     * Reads the beginning of a stream.
     *
     * @throws SnapshotUnreadableException if it is no text
     */
    static SampleText read(InputStream bytes) throws IOException {
        BufferedInputStream in = new BufferedInputStream(bytes);
        in.mark(2);
        int magic = (in.read() << Byte.SIZE) | in.read();
        in.reset();
        if (magic == ZIP) {
            return unzipped(new ZipInputStream(in));
        }
        return beginning(magic == GZIP ? new GZIPInputStream(in) : in, magic == GZIP ? "gzip" : "");
    }

    private static SampleText unzipped(ZipInputStream zip) throws IOException {
        if (!hasFile(zip)) {
            throw new ZipException("it has no file");
        }
        SampleText text = beginning(zip, "ZIP");
        if (!text.cut() && hasFile(zip)) {
            throw new SnapshotUnreadableException("The ZIP archive has several files: unpack it and specify one", null);
        }
        return text;
    }

    private static boolean hasFile(ZipInputStream zip) throws IOException {
        ZipEntry entry = zip.getNextEntry();
        while (entry != null && entry.isDirectory()) {
            entry = zip.getNextEntry();
        }
        return entry != null;
    }

    private static SampleText beginning(InputStream plain, String packing) throws IOException {
        byte[] bytes = plain.readNBytes(MOST);
        return decode(bytes, packing, bytes.length == MOST && plain.read() >= 0);
    }

    private static SampleText decode(byte[] bytes, String packing, boolean cut) {
        boolean utf16 = startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff);
        CharBuffer utf8 = utf16 ? CharBuffer.allocate(0) : CharBuffer.allocate(bytes.length);
        boolean broken = !utf16 && isBroken(StandardCharsets.UTF_8.newDecoder(), bytes, utf8, cut);
        Charset encoding = utf16 ? StandardCharsets.UTF_16 : broken ? WINDOWS : StandardCharsets.UTF_8;
        String text =
                utf16 || broken ? new String(bytes, encoding) : utf8.flip().toString();
        String marked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        refuse(marked);
        return new SampleText(marked, encoding, broken, packing, cut);
    }

    /** A text that is cut may end within a character. */
    private static boolean isBroken(CharsetDecoder decoder, byte[] bytes, CharBuffer target, boolean cut) {
        return decoder.decode(ByteBuffer.wrap(bytes), target, !cut).isError();
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length > 1 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
    }

    private static void refuse(String text) {
        if (text.isBlank()) {
            throw new SnapshotUnreadableException("There is nothing in the file", null);
        } else if (text.indexOf('\0') >= 0) {
            throw new SnapshotUnreadableException(
                    "The file is neither JSON nor CSV: it has zero bytes, as UTF-16 without a byte order mark or a"
                            + " file of a program has",
                    null);
        } else if (text.stripLeading().startsWith("<")) {
            throw new SnapshotUnreadableException(
                    "The file is neither JSON nor CSV: it looks like XML or an HTML page, such as the error message"
                            + " of a server",
                    null);
        }
    }

    boolean isUtf8() {
        return encoding.equals(StandardCharsets.UTF_8);
    }

    boolean isJson() {
        String begin = text.stripLeading();
        return begin.startsWith("[") || begin.startsWith("{");
    }
}
