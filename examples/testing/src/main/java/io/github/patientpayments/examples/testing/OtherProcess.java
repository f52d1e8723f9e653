package io.github.patientpayments.examples.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program in a process of its own: what it printed, and how it ended.
 *
 * @param exitCode as the system reports it
 * @param out what it printed to standard output
 * @param err what it printed to standard error
 */
public record OtherProcess(int exitCode, String out, String err) {

    private static final long TIMEOUT_SECONDS = 120;

    /** Both streams. */
    public String output() {
        return out + err;
    }

    /** Runs a Java program to its end. */
    public static OtherProcess java(List<String> arguments) throws IOException, InterruptedException {
        return new JavaProgram(arguments).run();
    }

    /**
     * Runs it to its end.
     *
     * @param program nobody has to read along: its streams go to files, since an inherited one would disturb the test
     *     runner's own
     */
    static OtherProcess of(ProcessBuilder program, Feed feed) throws IOException, InterruptedException {
        Path out = Files.createTempFile("other-process", ".out");
        Path err = Files.createTempFile("other-process", ".err");
        try {
            Process process = program.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            feed.feed(process);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("Still running:\n" + text(out) + text(err));
            }
            return new OtherProcess(process.exitValue(), text(out), text(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** The class path of this test run. */
    public static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    /** Entries of a path as an argument. */
    public static String joined(List<Path> entries) {
        return String.join(
                File.pathSeparator, entries.stream().map(Path::toString).toList());
    }

    /** What is done to a process that runs. */
    @FunctionalInterface
    public interface Feed {

        /** Writes to its standard input, for instance, or kills it. */
        void feed(Process process) throws IOException, InterruptedException;
    }
}
