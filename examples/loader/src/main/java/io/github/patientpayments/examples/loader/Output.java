package io.github.patientpayments.examples.loader;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Prints results to standard output, and messages about them to standard error. */
final class Output {

    private final StandardStreams streams;
    private final boolean colorOut;
    private final boolean colorErr;

    Output(StandardStreams streams, DisplayMode color) {
        this.streams = streams;
        this.colorOut = color.isOn(streams.terminals().outTakesColor());
        this.colorErr = color.isOn(streams.terminals().errTakesColor());
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
