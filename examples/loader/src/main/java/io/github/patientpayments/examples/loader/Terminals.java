package io.github.patientpayments.examples.loader;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the standard streams lead to. */
final class Terminals {

    static final int IN = 0;
    static final int OUT = 1;
    static final int ERR = 2;

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private Terminals() {}

    /** Linux tells it of each stream. Elsewhere the JVM is asked, which knows only of input and output together. */
    static boolean isTerminal(int descriptor) {
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

    /** From JDK 22 on there is a console for a pipe too, and a method that tells it. */
    private static boolean isReal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** See https://no-color.org: any value that is not empty. */
    static boolean takesColor(int descriptor) {
        String noColor = System.getenv("NO_COLOR");
        return isTerminal(descriptor) && !isDumb() && (noColor == null || noColor.isEmpty());
    }

    /** Whether a line can be drawn again and again. */
    static boolean isAnimated(int descriptor) {
        return isTerminal(descriptor) && !isDumb();
    }

    private static boolean isDumb() {
        return "dumb".equals(System.getenv("TERM"));
    }
}
