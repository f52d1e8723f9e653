package io.github.patientpayments.examples.loader;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Where the program speaks: answers on standard output, everything else on standard error. */
final class Screen {

    private final StandardStreams streams;
    private final boolean colorOut;
    private final boolean colorErr;

    Screen(StandardStreams streams, When color) {
        this.streams = streams;
        this.colorOut = color.decide(streams.terminals().outTakesColor());
        this.colorErr = color.decide(streams.terminals().errTakesColor());
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

    /** A line of the answer. */
    void say(Paint paint, String line) {
        out().println(colorOut ? paint.on(line) : line);
    }

    /** A line beside the answer. */
    void tell(Paint paint, String line) {
        err().println(colorErr ? paint.on(line) : line);
    }

    /** Standard output as bytes; closing it only flushes. */
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

    /** Whether all of the answer has been written. A stream that is closed early throws nothing: it remembers. */
    boolean isWhole() {
        return !out().checkError();
    }
}
