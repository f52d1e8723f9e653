package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.JavaProgram;
import io.github.patientpayments.examples.testing.OtherProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Signals to a program that is reading its input. */
final class Signals {

    private Signals() {}

    /**
     * Writes the text to standard input and sends a signal while the program reads it.
     *
     * @param signal INT or TERM
     * @param millis the time from the first tenth of the text to the signal
     */
    static OtherProcess.Feed inTheMiddleOf(String text, String signal, int millis) {
        return process -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            OutputStream in = process.getOutputStream();
            in.write(bytes, 0, bytes.length / 10);
            in.flush();
            // The last byte is never written, so that the load can't end before the signal.
            Thread rest = new Thread(() -> write(in, bytes, bytes.length / 10, bytes.length - 1));
            rest.setDaemon(true);
            rest.start();
            Thread.sleep(millis);
            send(process, signal);
        };
    }

    private static void write(OutputStream in, byte[] bytes, int from, int to) {
        try {
            in.write(bytes, from, to - from);
            in.flush();
        } catch (IOException e) {
            // the program has ended
        }
    }

    /** Sends a signal. A program that inherited an ignored SIGINT must be {@link JavaProgram#interruptible()}. */
    static void send(Process process, String signal) throws IOException, InterruptedException {
        assertThat(process.isAlive()).isTrue();
        assertThat(signal.equals("INT") && ignoresInterrupts(process))
                .as("the process ignores SIGINT")
                .isFalse();
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static boolean ignoresInterrupts(Process process) throws IOException {
        String mask = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElse("0");
        return (Long.parseUnsignedLong(mask, 16) & 2) != 0;
    }
}
