package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.JavaProgram;
import io.github.patientpayments.examples.testing.OtherProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends a signal to a program that is reading. */
final class Signals {

    private Signals() {}

    /**
     * Feeds half of the text, goes on to feed, and kills.
     *
     * @param signal INT or TERM
     * @param millis how long to go on
     */
    static OtherProcess.Feed inTheMiddleOf(String text, String signal, int millis) {
        return process -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            OutputStream in = process.getOutputStream();
            in.write(bytes, 0, bytes.length / 2);
            in.flush();
            // The end never comes, so it can't be done before the signal does.
            Thread rest = new Thread(() -> write(in, bytes, bytes.length / 2, bytes.length - 1));
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
            // nobody reads any more
        }
    }

    /** Sends it; who ignores SIGINT is to be started {@linkplain JavaProgram#interruptible() differently}. */
    static void send(Process process, String signal) throws IOException, InterruptedException {
        assertThat(process.isAlive()).isTrue();
        assertThat(signal.equals("INT") && ignoresInterrupts(process))
                .as("it ignores SIGINT, and env could not change that")
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
