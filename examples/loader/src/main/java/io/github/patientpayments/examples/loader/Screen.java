package io.github.patientpayments.examples.loader;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Where the program speaks: answers on standard output, everything else on standard error. */
final class Screen {

    private final boolean colorOut;
    private final boolean colorErr;

    Screen(When color) {
        this.colorOut = color.decide(Terminals.takesColor(Terminals.OUT));
        this.colorErr = color.decide(Terminals.takesColor(Terminals.ERR));
    }

    PrintStream out() {
        return System.out;
    }

    PrintStream err() {
        return System.err;
    }

    /** A line of the answer. */
    void say(Paint paint, String line) {
        System.out.println(colorOut ? paint.on(line) : line);
    }

    /** A line beside the answer. */
    void tell(Paint paint, String line) {
        System.err.println(colorErr ? paint.on(line) : line);
    }

    /** Standard output as bytes; closing it only flushes. */
    OutputStream bytes() {
        return new FilterOutputStream(System.out) {
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
        return !System.out.checkError();
    }
}
