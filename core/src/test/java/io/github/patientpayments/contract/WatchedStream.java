package io.github.patientpayments.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A stream that tells whether it was closed, and that can fail once its bytes are over. */
final class WatchedStream extends InputStream {

    private final ByteArrayInputStream bytes;
    private final @Nullable Supplier<? extends Exception> failure;
    private int closed;

    WatchedStream(String text) {
        this(text, null);
    }

    WatchedStream(String text, @Nullable Supplier<? extends Exception> failure) {
        this.bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        this.failure = failure;
    }

    boolean closed() {
        return closed > 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = bytes.read(target, offset, length);
        if (read < 0 && failure != null) {
            fail(failure.get());
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        if (failure != null) {
            fail(failure.get());
        }
        return bytes.available();
    }

    @Override
    public void close() {
        closed++;
    }

    private static void fail(Exception failure) throws IOException {
        if (failure instanceof RuntimeException runtime) {
            throw runtime;
        }
        throw (IOException) failure;
    }
}
