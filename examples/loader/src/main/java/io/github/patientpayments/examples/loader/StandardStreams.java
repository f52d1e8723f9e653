package io.github.patientpayments.examples.loader;

import java.io.InputStream;
import java.io.PrintStream;

/** What one run of the program reads and writes. Only {@link LoaderMain#main} touches those of {@link System}. */
record StandardStreams(InputStream in, PrintStream out, PrintStream err, Terminals terminals) {

    static StandardStreams ofProcess() {
        return new StandardStreams(System.in, System.out, System.err, Terminals.ofProcess());
    }
}
