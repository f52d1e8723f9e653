package io.github.patientpayments.examples.loader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** The bytes of several files, one after the other. Each is opened when the one before it has been read. */
final class PageStream extends InputStream {

    /** Some programs begin every file with it; between two pages it would be no JSON. */
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final Iterator<Path> rest;
    private InputStream page = InputStream.nullInputStream();

    PageStream(List<Path> pages) {
        this.rest = pages.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = page.read(bytes, offset, length);
        while (count < 0 && rest.hasNext()) {
            page.close();
            page = open(rest.next());
            count = page.read(bytes, offset, length);
        }
        return count;
    }

    private static InputStream open(Path file) throws IOException {
        InputStream page = new BufferedInputStream(Files.newInputStream(file));
        page.mark(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(page.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
            page.reset();
        }
        return page;
    }

    @Override
    public void close() throws IOException {
        page.close();
    }
}
