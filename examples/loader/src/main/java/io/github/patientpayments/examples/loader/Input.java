package io.github.patientpayments.examples.loader;

import io.github.patientpayments.SnapshotUnreadableException;
import io.github.patientpayments.sync.CsvFormat;
import io.github.patientpayments.sync.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file to load, the pages in a folder, or standard input. */
final class Input {

    private static final String STANDARD_INPUT = "-";
    private static final Pattern CSV_NAME = Pattern.compile("(?i)\\.(csv|tsv|psv|txt)(\\.(gz|zip))?$");

    private final @Nullable Path file;
    private final @Nullable PageFolder pages;
    private final InputStream standardInput;

    private Input(@Nullable Path file, @Nullable PageFolder pages, InputStream standardInput) {
        this.file = file;
        this.pages = pages;
        this.standardInput = standardInput;
    }

    /**
     * Checks that the file can be read, or every file of the folder.
     *
     * @param given the path of a file or of a folder, or - for standard input
     * @throws SnapshotUnreadableException if it can't be read
     */
    static Input of(String given, InputStream standardInput) {
        if (given.equals(STANDARD_INPUT)) {
            return new Input(null, null, standardInput);
        }
        Path file = Path.of(given);
        if (!Files.exists(file)) {
            throw new SnapshotUnreadableException("File not found: " + given, null);
        }
        if (Files.isDirectory(file)) {
            return new Input(null, PageFolder.read(file), standardInput);
        }
        if (!Files.isReadable(file)) {
            throw new SnapshotUnreadableException("Can't read " + given, null);
        }
        return new Input(file, null, standardInput);
    }

    boolean isStandardInput() {
        return file == null && pages == null;
    }

    /** Whether it is a folder, which has pages of JSON. */
    boolean isFolder() {
        return pages != null;
    }

    /** The size in bytes; empty if it is unknown, as that of a pipe is. */
    OptionalLong size() {
        if (pages != null) {
            return pages.size();
        }
        try {
            return file != null && Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether another file is read too, or would be the next time. */
    boolean contains(Path other) {
        try {
            if (pages != null) {
                return pages.contains(other);
            }
            return file != null && Files.exists(other) && Files.isSameFile(file, other);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the name of the file, or of one in the folder, is that of CSV. */
    boolean isNamedLikeCsv() {
        List<Path> files = pages == null ? Stream.ofNullable(file).toList() : pages.pages();
        return files.stream().anyMatch(one -> CSV_NAME.matcher(one.toString()).find());
    }

    /**
     * Files can be read again; standard input and a named pipe, such as a shell's {@code <(…)}, can't.
     *
     * @param csv the format of CSV; empty for JSON
     */
    Source.Bytes source(Optional<CsvFormat> csv) {
        if (pages != null) {
            return Source.json(pages::open);
        }
        Path again = file;
        if (again != null && Files.isRegularFile(again)) {
            return csv.isPresent() ? Source.csv(again).format(csv.get()) : Source.json(again);
        }
        InputStream once = open();
        return csv.isPresent() ? Source.csvOnce(once).format(csv.get()) : Source.jsonOnce(once);
    }

    /** The bytes, once. */
    InputStream open() {
        try {
            if (pages != null) {
                return pages.open();
            }
            return file == null ? standardInput : Files.newInputStream(file);
        } catch (IOException e) {
            throw new SnapshotUnreadableException("Can't read " + file, e);
        }
    }
}
