package io.github.patientpayments.benchmarks;

import io.github.patientpayments.benchmarks.data.Contents;
import io.github.patientpayments.benchmarks.data.ExportFiles;
import io.github.patientpayments.benchmarks.rivals.Timing;
import io.github.patientpayments.benchmarks.rivals.Worker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A contender at work in a process of its own: see {@link Worker}. */
final class WorkerProcess implements AutoCloseable {

    private static final String ROLE_PASSWORD = UUID.randomUUID().toString();
    private static final List<String> QUIET = List.of(
            "-Dorg.jooq.no-logo=true",
            "-Dorg.jooq.no-tips=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-Djava.util.logging.config.class=" + QuietLogging.class.getName());

    private final Contender contender;
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    /**
     * Starts it.
     *
     * @param url of the database
     * @param javaOptions of the process
     */
    WorkerProcess(Contender contender, String url, List<String> javaOptions) throws IOException {
        this.contender = contender;
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(java.toString(), "-cp", classPath());
        builder.command().addAll(javaOptions);
        builder.command().addAll(QUIET);
        builder.command().addAll(List.of(Worker.class.getName(), contender.rival(), url, contender.schema()));
        builder.environment().put(Worker.ROLE_PASSWORD, ROLE_PASSWORD);
        this.process = builder.redirectError(Redirect.INHERIT).start();
        this.commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private String classPath() {
        return contender.classPath().isEmpty() ? System.getProperty("java.class.path") : contender.classPath();
    }

    void create() throws IOException {
        ask("create");
    }

    Timing sync(ExportFiles files, boolean once) throws IOException {
        return Timing.parse(ask("sync " + (once ? "once " : "file ") + files.folder()));
    }

    Timing change(int times, ExportFiles files) throws IOException {
        return Timing.parse(ask("change " + times + " " + files.folder()));
    }

    void startReading() throws IOException {
        ask("read");
    }

    Timing stopReading() throws IOException {
        return Timing.parse(ask("stop"));
    }

    /** Empty if it keeps nothing. */
    Optional<Contents> contents() throws IOException {
        String answer = ask("contents");
        return answer.equals("none") ? Optional.empty() : Optional.of(Contents.parse(answer));
    }

    private String ask(String command) throws IOException {
        commands.println(command);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(contender.name() + " has failed at: " + command + ". What it printed says why");
        }
        return answer;
    }

    @Override
    public void close() {
        commands.close();
        process.onExit().join();
    }
}
