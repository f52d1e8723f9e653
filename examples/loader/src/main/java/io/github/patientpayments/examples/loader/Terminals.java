package io.github.patientpayments.examples.loader;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which of the standard streams are terminals, and what those can show.
 *
 * @param dumb whether a line can't be redrawn
 * @param noColor whether the user wants no colors: see https://no-color.org
 * @param columns the width of the terminal
 */
record Terminals(boolean in, boolean out, boolean err, boolean dumb, boolean noColor, int columns) {

    private static final int USUAL_COLUMNS = 80;

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,3}");

    static Terminals ofProcess() {
        Map<String, String> environment = System.getenv();
        boolean out = isTerminal(1);
        boolean err = isTerminal(2);
        return new Terminals(
                isTerminal(0),
                out,
                err,
                "dumb".equals(environment.get("TERM")),
                !environment.getOrDefault("NO_COLOR", "").isEmpty(),
                out || err ? columns(environment.getOrDefault("COLUMNS", "")) : USUAL_COLUMNS);
    }

    /** As other programs do it: the variable, if it is exported, or what the terminal says. */
    private static int columns(String variable) {
        String columns = NUMBER.matcher(variable).matches() ? variable : size().replaceFirst(".* ", "");
        return NUMBER.matcher(columns).matches() ? Integer.parseInt(columns) : USUAL_COLUMNS;
    }

    /** Its rows and columns; Java has no way to ask. */
    private static String size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return ""; // another system
        }
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
