package io.github.patientpayments.examples.service;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The body of a response, with a limit on how long its client may take nothing. Not thread-safe. */
final class ResponseBody extends FilterOutputStream {

    private final ClientWait wait;

    ResponseBody(OutputStream out, ClientWait wait) {
        super(out);
        this.wait = wait;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        waiting(() -> out.write(bytes, offset, length), length);
    }

    @Override
    public void flush() throws IOException {
        waiting(out::flush, 0);
    }

    @Override
    public void close() throws IOException {
        waiting(out::close, 0);
    }

    @FunctionalInterface
    interface Sending {
        void run() throws IOException;
    }

    private void waiting(Sending sending, int bytes) throws IOException {
        waiting(wait, sending, bytes);
    }

    /** Sends something, for no longer than the client may take. */
    static void waiting(ClientWait wait, Sending sending, int bytes) throws IOException {
        int sent = 0;
        wait.begin();
        try {
            sending.run();
            sent = bytes;
        } finally {
            wait.end(sent);
        }
    }
}
