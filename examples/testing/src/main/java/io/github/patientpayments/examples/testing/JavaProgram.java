package io.github.patientpayments.examples.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Java program to be run in a process of its own. Not thread-safe. */
public final class JavaProgram {

    /** It ends soon: the optimizing compiler would take more time than it saves. */
    private static final List<String> SHORT_LIVED =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

    private final ProcessBuilder builder;
    private OtherProcess.Feed feed = process -> process.getOutputStream().close();

    /** Of this Java. */
    public JavaProgram(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        command.addAll(arguments);
        this.builder = new ProcessBuilder(command);
    }

    /** The working directory. */
    public JavaProgram in(Path folder) {
        builder.directory(folder.toFile());
        return this;
    }

    /** A variable of the environment. */
    public JavaProgram with(String variable, String value) {
        builder.environment().put(variable, value);
        return this;
    }

    /** What it reads from standard input. */
    public JavaProgram reading(String text) {
        return feeding(process -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(text.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /** What happens while it runs. */
    public JavaProgram feeding(OtherProcess.Feed value) {
        this.feed = value;
        return this;
    }

    /** On a terminal, of which {@code script} of util-linux plays the other side; both streams come out as one. */
    public JavaProgram onTerminal() {
        builder.command("script", "-qec", shellWords(), "/dev/null");
        return this;
    }

    /** On a terminal of this width. */
    public JavaProgram onTerminal(int columns) {
        builder.command("script", "-qec", "stty cols " + columns + "; " + shellWords(), "/dev/null");
        return this;
    }

    /** Where no file may be larger, as if the disk were full. */
    public JavaProgram writingAtMost(int kilobytes) {
        builder.command("bash", "-c", "ulimit -f " + kilobytes + "; exec " + shellWords());
        return this;
    }

    /** In a shell, which does something with its output: {@code | head}, for instance. */
    public JavaProgram piped(String rest) {
        builder.command("bash", "-c", shellWords() + rest);
        return this;
    }

    private String shellWords() {
        return builder.command().stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    /** Ended by SIGINT, even where a shell that started all this in the background has its children ignore it. */
    public JavaProgram interruptible() {
        builder.command().addAll(0, List.of("env", "--default-signal=INT"));
        return this;
    }

    /** Runs it to its end. */
    public OtherProcess run() throws IOException, InterruptedException {
        return OtherProcess.of(builder, feed);
    }
}
