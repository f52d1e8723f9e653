package io.github.patientpayments.examples.loader;

import io.github.patientpayments.examples.common.TextTable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/** Prints results to standard output, and messages about them to standard error. */
final class Output {

    private final StandardStreams streams;
    private final boolean colorOut;
    private final boolean colorErr;
    private final boolean wide;

    Output(StandardStreams streams, DisplayMode color, boolean wide) {
        this.streams = streams;
        this.colorOut = color.isOn(streams.terminals().outTakesColor());
        this.colorErr = color.isOn(streams.terminals().errTakesColor());
        this.wide = wide;
    }

    boolean isAnimated() {
        return streams.terminals().errIsAnimated();
    }

    PrintStream out() {
        return streams.out();
    }

    PrintStream err() {
        return streams.err();
    }

    /** The width of the terminal of a stream; without limit if it has none, as if all is to be shown. */
    int width(PrintStream stream) {
        Terminals terminals = streams.terminals();
        boolean onTerminal = stream == err() ? terminals.err() : terminals.out();
        return onTerminal && !wide ? terminals.columns() : Integer.MAX_VALUE;
    }

    /** The width of a line on standard error that is redrawn: one that wraps could not be erased. */
    int lineWidth() {
        return streams.terminals().columns() - 1;
    }

    /** Prints a table, and what is missing from it to standard error, so that the table alone can be piped. */
    void print(TextTable table, PrintStream stream) {
        List<String> omitted = table.print(stream, width(stream));
        if (!omitted.isEmpty()) {
            note(Style.WARNING, "Too narrow for " + String.join(", ", omitted) + ": --wide shows all.");
        }
    }

    /** Prints a line of the result. */
    void print(Style style, String line) {
        out().println(colorOut ? style.on(line) : line);
    }

    /** Prints a line about the result. */
    void note(Style style, String line) {
        err().println(colorErr ? style.on(line) : line);
    }

    /** Standard output for bytes; closing it only flushes. */
    OutputStream bytes() {
        return new FilterOutputStream(out()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /** Whether everything could be written. {@link PrintStream} does not throw when its pipe is closed. */
    boolean isComplete() {
        return !out().checkError();
    }
}
