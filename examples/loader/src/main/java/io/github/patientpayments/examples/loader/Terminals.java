package io.github.patientpayments.examples.loader;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the standard streams are terminals, and what those can show.
 *
 * @param dumb whether a line can't be redrawn
 * @param noColor whether the user wants no colors: see https://no-color.org
 */
record Terminals(boolean in, boolean out, boolean err, boolean dumb, boolean noColor) {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    static Terminals ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Terminals(
                isTerminal(0),
                isTerminal(1),
                isTerminal(2),
                "dumb".equals(environment.get("TERM")),
                !environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /** Linux knows it of each stream; elsewhere the JVM knows only whether input and output both are. */
    private static boolean isTerminal(int descriptor) {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Optional.ofNullable(System.console())
                    .filter(Terminals::isReal)
                    .isPresent();
        }
        try {
            String device = Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(descriptor)))
                    .toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false; // closed
        }
    }

    /** From JDK 22 on there is a console for a pipe too, and a method that tells the two apart. */
    private static boolean isReal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    boolean outTakesColor() {
        return out && !dumb && !noColor;
    }

    boolean errTakesColor() {
        return err && !dumb && !noColor;
    }

    /** Whether a line can be drawn again and again. */
    boolean errIsAnimated() {
        return err && !dumb;
    }
}
