package io.github.patientpayments.examples.loader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import picocli.CommandLine.Option;

/** Asks for confirmation before a command that can't simply be repeated. */
final class Confirmation {

    @Option(names = "--yes", description = "Do not ask for confirmation. Required if standard input is not a terminal.")
    private boolean given;

    boolean isGiven() {
        return given;
    }

    /** Whether somebody can be asked. */
    void checkTerminal(StandardStreams streams) {
        if (!streams.terminals().in()) {
            throw new IllegalArgumentException(
                    "This must be confirmed, and standard input is not a terminal: use --yes");
        }
    }

    /**
     * Asks.
     *
     * @throws IllegalArgumentException with {@code otherwise} if the answer is not yes
     */
    void ask(StandardStreams streams, Output output, String question, String otherwise) throws IOException {
        checkTerminal(streams);
        output.err().print(question + " Type yes to confirm: ");
        output.err().flush();
        BufferedReader answer = new BufferedReader(new InputStreamReader(streams.in(), Charset.defaultCharset()));
        if (!"yes".equals(answer.readLine())) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
