package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.JavaProgram;
import io.github.patientpayments.examples.testing.OtherProcess;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a run of the loader returned and printed.
 *
 * @param exitCode see {@link ExitCode}
 * @param out what it printed to standard output
 * @param err what it printed to standard error
 */
record Outcome(int exitCode, String out, String err) {

    private static final Terminals NO_TERMINAL = new Terminals(false, false, false, false, false, 80);

    /** Standard input alone is a terminal. */
    private static final Terminals TYPED = new Terminals(true, false, false, false, false, 80);

    /** Of a run in this JVM, which sees no terminal. */
    static Outcome of(InputStream in, String... arguments) {
        return of(in, NO_TERMINAL, arguments);
    }

    /** Of a run in this JVM whose standard input is a terminal. */
    static Outcome ofTyped(InputStream in, String... arguments) {
        return of(in, TYPED, arguments);
    }

    /** Of a run in this JVM on a terminal without colors. */
    static Outcome onTerminal(int columns, InputStream in, String... arguments) {
        return of(in, new Terminals(false, true, true, false, true, columns), arguments);
    }

    private static Outcome of(InputStream in, Terminals terminals, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new LoaderMain(new StandardStreams(in, stream(out), stream(err), terminals)).run(arguments);
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** Of a process. */
    static Outcome of(JavaProgram program) throws Exception {
        OtherProcess process = program.run();
        return new Outcome(process.exitCode(), process.out(), process.err());
    }

    String output() {
        return out + err;
    }

    /** Standard output with single blanks: the width of a column depends on all its cells. */
    String words() {
        return out.replaceAll(" +", " ");
    }

    /** It failed with a message of one line and without a stack trace. */
    void assertFailed(int code, String message) {
        assertThat(exitCode).as(err).isEqualTo(code);
        assertThat(out).isEmpty();
        assertThat(err)
                .startsWith("patient-payments: ")
                .contains(message)
                .hasLineCount(1)
                .doesNotContain("\tat ", "Exception");
    }
}
