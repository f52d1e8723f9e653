package io.github.patientpayments.examples.loader;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Standard error that is silent while the JVM shuts down, for example after a signal. If the URL leaves H2 its shutdown
 * hook, that closes the database during a load, and the messages of the load and the log would only be consequences.
 */
final class StandardError extends PrintStream {

    StandardError() {
        super(new FileOutputStream(FileDescriptor.err), true, encoding());
    }

    private static Charset encoding() {
        String encoding = System.getProperty("stderr.encoding", System.getProperty("sun.stderr.encoding"));
        return encoding == null ? Charset.defaultCharset() : Charset.forName(encoding);
    }

    /** Prints a line even while the JVM shuts down. */
    static void printDuringShutdown(String line) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.err), true, encoding());
        out.println(line);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (!isShuttingDown()) {
            super.write(bytes, offset, length);
        }
    }

    /** True as soon as no shutdown hook can be added, which is before the first one runs. */
    private static boolean isShuttingDown() {
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
