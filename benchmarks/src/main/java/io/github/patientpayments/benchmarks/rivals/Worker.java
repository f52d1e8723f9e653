package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.ExportFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process for one rival, so that none works with another's heap or profile. It reads commands from standard input,
 * one a line, and answers each with one line: {@code create}; {@code sync file|once FOLDER}; {@code change TIMES
 * FOLDER}; {@code contents}; {@code read}, which reads pages until {@code stop}. It ends with its input.
 */
public final class Worker {

    /** The variable of the environment with the password of the role with DML rights. */
    public static final String ROLE_PASSWORD = "BENCHMARK_ROLE_PASSWORD";

    private final Rival rival;
    private final Readers readers;

    private Worker(Rival rival) {
        this.rival = rival;
        this.readers = new Readers(rival);
    }

    /**
     * Starts it.
     *
     * @param args the name of the rival, the URL of the database, the schema
     */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        // What libraries print is no answer.
        System.setOut(System.err);
        try (Rival rival = Rivals.make(args[0], new Target(args[1], args[2]))) {
            new Worker(rival).answer(answers);
        }
    }

    private void answer(PrintStream answers) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            answers.println(answer(command.split(" ", 3)));
            answers.flush();
        }
    }

    private String answer(String[] command) throws Exception {
        return switch (command[0]) {
            case "create" -> {
                rival.create();
                yield "created";
            }
            case "sync" ->
                sync(new ExportFiles(Path.of(command[2])), command[1].equals("once"))
                        .toString();
            case "change" ->
                new Changes(rival, new ExportFiles(Path.of(command[2])))
                        .median(Integer.parseInt(command[1]))
                        .toString();
            case "read" -> readers.start();
            case "stop" -> readers.stop().toString();
            case "contents" -> rival.contents().map(Object::toString).orElse("none");
            default -> throw new IOException("No command " + command[0]);
        };
    }

    private Timing sync(ExportFiles files, boolean once) throws Exception {
        PeakHeap.reset();
        long start = System.nanoTime();
        rival.sync(files, once);
        return new Timing(System.nanoTime() - start, rival.readingNanos(), PeakHeap.bytes());
    }
}
