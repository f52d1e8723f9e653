package io.github.patientpayments.examples.loader;

import io.github.patientpayments.SnapshotUnreadableException;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A file to be loaded, or standard input. */
final class Input {

    private static final String STANDARD_INPUT = "-";

    private final @Nullable Path file;
    private final InputStream standardInput;

    private Input(@Nullable Path file, InputStream standardInput) {
        this.file = file;
        this.standardInput = standardInput;
    }

    /**
     * Finds it.
     *
     * @param given a path, or - for standard input
     * @throws SnapshotUnreadableException if there is no such file
     */
    static Input of(String given, InputStream standardInput) {
        if (given.equals(STANDARD_INPUT)) {
            return new Input(null, standardInput);
        }
        Path file = Path.of(given);
        if (!Files.exists(file)) {
            throw new SnapshotUnreadableException("There is no file " + given, null);
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new SnapshotUnreadableException("Can't read " + given, null);
        }
        return new Input(file, standardInput);
    }

    boolean isStandardInput() {
        return file == null;
    }

    /** How many bytes there are, if that can be known. */
    OptionalLong size() {
        try {
            return file != null && Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether that is this file, under whatever name. */
    boolean is(Path other) {
        try {
            return file != null && Files.exists(other) && Files.isSameFile(file, other);
        } catch (IOException e) {
            return false;
        }
    }

    /** Opens it as late as can be. A pipe with a name, such as a shell's {@code <(…)}, can be read only once. */
    <T> Source<T> source() {
        if (file == null) {
            return Source.jsonOnce(standardInput);
        }
        if (Files.isRegularFile(file)) {
            return Source.json(file);
        }
        try {
            return Source.jsonOnce(Files.newInputStream(file));
        } catch (IOException e) {
            throw new SnapshotUnreadableException("Can't read " + file, e);
        }
    }
}
