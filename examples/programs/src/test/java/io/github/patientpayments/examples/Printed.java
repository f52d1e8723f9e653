package io.github.patientpayments.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What a program printed, with every run of blanks made one, so that tests do not depend on widths of columns. */
final class Printed {

    private Printed() {}

    static String by(Consumer<PrintStream> program) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            program.accept(out);
        }
        return bytes.toString(StandardCharsets.UTF_8).replaceAll(" +", " ");
    }

    /** What the program printed between two of its lines. */
    static String between(String printed, String from, String to) {
        int start = printed.indexOf(from);
        int end = printed.indexOf(to, start);
        if (start < 0 || end < 0) {
            throw new AssertionError("Not between «" + from + "» and «" + to + "»:\n" + printed);
        }
        return printed.substring(start, end);
    }
}
