package io.github.patientpayments.examples.service;

import java.io.IOException;
import java.io.InputStream;

/** The body of a request, with a limit on how long its client may send nothing. Not thread-safe. */
final class RequestBody extends InputStream {

    private final InputStream in;
    private final ClientWait wait;
    private boolean ended;
    private boolean trailed;

    RequestBody(InputStream in, ClientWait wait) {
        this.in = in;
        this.wait = wait;
    }

    /** Whether it was read to its end, so that what follows on the connection is the next request. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether all of a chunked body was read, and something else than its end follows the last chunk. */
    boolean isTrailed() {
        return trailed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0 || ended) {
            return ended ? -1 : 0;
        }
        int read = 0;
        wait.begin();
        try {
            read = readOrTrail(bytes, offset, length);
        } finally {
            wait.end(read);
        }
        if (read < 0) {
            ended = !trailed;
            wait.complete();
        }
        return read;
    }

    /**
     * The JDK's server knows no trailer fields (RFC 9112, 7.1.2): its stream throws when the last chunk is followed by
     * anything but a line break, and is then at its end. It also throws when another chunk ends wrongly; then it has
     * delivered bytes, of which the first is not zero in JSON, nor where gzip or ZIP would still be whole without them.
     * In CSV it may be.
     */
    private int readOrTrail(byte[] bytes, int offset, int length) throws IOException {
        bytes[offset] = 0;
        try {
            return in.read(bytes, offset, length);
        } catch (IOException e) {
            trailed = bytes[offset] == 0 && isAtEnd(e);
            if (trailed) {
                return -1;
            }
            throw e;
        }
    }

    private boolean isAtEnd(IOException failure) throws IOException {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }
}
