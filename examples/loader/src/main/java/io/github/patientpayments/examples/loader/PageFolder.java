package io.github.patientpayments.examples.loader;

import io.github.patientpayments.SnapshotUnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder whose files are the pages of one JSON source.
 *
 * @param folder the folder
 * @param pages its files in the order of their names, in which a number counts as such: page-2 is before page-10
 */
record PageFolder(Path folder, List<Path> pages) {

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final int MOST_DIGITS = 20;

    /**
     * Lists the files of a folder; what is added later is not read.
     *
     * @throws SnapshotUnreadableException if there is none, or if it can't be known whether they are all
     */
    static PageFolder read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> pages = files.filter(PageFolder::isVisible)
                    .sorted(Comparator.comparing(PageFolder::sortKey).thenComparing(Path::getFileName))
                    .toList();
            check(folder, pages);
            return new PageFolder(folder, pages);
        } catch (IOException | UncheckedIOException e) {
            throw new SnapshotUnreadableException("Can't read " + folder, e);
        }
    }

    private static void check(Path folder, List<Path> pages) {
        if (pages.isEmpty()) {
            throw new SnapshotUnreadableException(
                    folder + " is an empty directory: specify a file, or a directory with the pages of one source",
                    null);
        }
        for (Path page : pages) {
            if (!Files.isRegularFile(page)) {
                throw new SnapshotUnreadableException(
                        folder + " contains " + page.getFileName() + ", which is no file: the files of a directory are"
                                + " the pages of one source; move it elsewhere",
                        null);
            }
            if (!Files.isReadable(page)) {
                throw new SnapshotUnreadableException("Can't read " + page, null);
            }
        }
    }

    private static boolean isVisible(Path file) {
        try {
            return !Files.isHidden(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sortKey(Path file) {
        return NUMBER.matcher(file.getFileName().toString())
                .replaceAll(digits ->
                        "0".repeat(Math.max(MOST_DIGITS - digits.group().length(), 0)) + digits.group());
    }

    /** The size of all files in bytes; empty if it is unknown. */
    OptionalLong size() {
        long size = 0;
        try {
            for (Path page : pages) {
                size += Files.size(page);
            }
            return OptionalLong.of(size);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether a file is one of the pages, or would be one the next time. */
    boolean contains(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        return parent != null && Files.exists(parent) && Files.isSameFile(parent, folder);
    }

    /** The content of all pages, one after the other. */
    InputStream open() {
        return new PageStream(pages);
    }
}
