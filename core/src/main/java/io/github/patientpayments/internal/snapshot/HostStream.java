package io.github.patientpayments.internal.snapshot;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;

/** Wraps the host's stream. Counts its bytes, and distinguishes its failures from those of decoding the content. */
final class HostStream extends FilterInputStream {

    private Deadline deadline = new Deadline(null);
    private long count;

    HostStream(InputStream in) {
        super(in);
    }

    /** A stream that trickles could otherwise hold the lock for as long as a record takes. */
    void endAt(Deadline limit) {
        deadline = limit;
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read;
        try {
            read = super.read(bytes, offset, length);
            if (read == 0 && length > 0) {
                read = readOne(bytes, offset);
            }
            count += Math.max(read, 0);
        } catch (IOException e) {
            if (isInterruption(e)) {
                Thread.currentThread().interrupt();
                throw Deadline.interrupted();
            }
            throw new Failure(e);
        } catch (RuntimeException e) {
            throw HostFailure.of(e);
        }
        deadline.check();
        return read;
    }

    /** Some streams, such as pipes, clear the interruption of the thread; others keep it. */
    private static boolean isInterruption(IOException e) {
        boolean interrupted = e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
        return interrupted
                || e instanceof ClosedByInterruptException
                || e.getCause() instanceof InterruptedException
                || Thread.currentThread().isInterrupted();
    }

    /** For a stream that returned nothing, which is against its contract, and which readers take for the end. */
    private int readOne(byte[] bytes, int offset) throws IOException {
        int one = in.read();
        if (one < 0) {
            return -1;
        }
        bytes[offset] = (byte) one;
        return 1;
    }

    /** Not needed, so the host's own method, which may fail, is not called. */
    @Override
    public int available() {
        return 0;
    }

    /** The host's stream failed, which says nothing about the content read so far. */
    static final class Failure extends IOException {

        private static final long serialVersionUID = 1L;

        private final IOException original;

        Failure(IOException original) {
            super(original);
            this.original = original;
        }

        IOException original() {
            return original;
        }
    }
}
