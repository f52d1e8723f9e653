package io.github.patientpayments.examples.loader;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Standard error, until the JVM goes down, by a signal for instance. Where a URL leaves H2 its own shutdown hook, that
 * closes the database under a load that is at work: what the load and the log then have to say is a consequence, and
 * nothing to tell.
 */
final class StandardError extends PrintStream {

    StandardError() {
        super(new FileOutputStream(FileDescriptor.err), true, encoding());
    }

    private static Charset encoding() {
        String encoding = System.getProperty("stderr.encoding", System.getProperty("sun.stderr.encoding"));
        return encoding == null ? Charset.defaultCharset() : Charset.forName(encoding);
    }

    /** Says a line although the JVM goes down. */
    static void lastWord(String line) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.err), true, encoding());
        out.println(line);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (!goesDown()) {
            super.write(bytes, offset, length);
        }
    }

    /** True before any shutdown hook runs: none can be added any more. */
    private static boolean goesDown() {
        Thread hook = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
