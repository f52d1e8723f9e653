package io.github.patientpayments.examples.loader;

import io.github.patientpayments.SnapshotUnreadableException;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file to load, or standard input. */
final class Input {

    private static final String STANDARD_INPUT = "-";
    private static final Pattern CSV_NAME = Pattern.compile("(?i)\\.(csv|tsv|psv|txt)(\\.(gz|zip))?$");

    private final @Nullable Path file;
    private final InputStream standardInput;

    private Input(@Nullable Path file, InputStream standardInput) {
        this.file = file;
        this.standardInput = standardInput;
    }

    /**
     * Checks that the file can be read.
     *
     * @param given a path, or - for standard input
     * @throws SnapshotUnreadableException if it can't be read
     */
    static Input of(String given, InputStream standardInput) {
        if (given.equals(STANDARD_INPUT)) {
            return new Input(null, standardInput);
        }
        Path file = Path.of(given);
        if (!Files.exists(file)) {
            throw new SnapshotUnreadableException("File not found: " + given, null);
        }
        if (Files.isDirectory(file)) {
            throw new SnapshotUnreadableException(given + " is a directory: specify a file", null);
        }
        if (!Files.isReadable(file)) {
            throw new SnapshotUnreadableException("Can't read " + given, null);
        }
        return new Input(file, standardInput);
    }

    boolean isStandardInput() {
        return file == null;
    }

    /** The size in bytes; empty if it is unknown, as that of a pipe is. */
    OptionalLong size() {
        try {
            return file != null && Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether both paths lead to the same file. */
    boolean is(Path other) {
        try {
            return file != null && Files.exists(other) && Files.isSameFile(file, other);
        } catch (IOException e) {
            return false;
        }
    }

    boolean isNamedLikeCsv() {
        return file != null && CSV_NAME.matcher(file.toString()).find();
    }

    /**
     * A file can be read again; standard input and a named pipe, such as a shell's {@code <(…)}, can't.
     *
     * @param csv the format of CSV; empty for JSON
     */
    Source.Bytes source(Optional<CsvFormat> csv) {
        Path again = file;
        if (again != null && Files.isRegularFile(again)) {
            return csv.isPresent() ? Source.csv(again).format(csv.get()) : Source.json(again);
        }
        InputStream once = open();
        return csv.isPresent() ? Source.csvOnce(once).format(csv.get()) : Source.jsonOnce(once);
    }

    private InputStream open() {
        try {
            return file == null ? standardInput : Files.newInputStream(file);
        } catch (IOException e) {
            throw new SnapshotUnreadableException("Can't read " + file, e);
        }
    }
}
