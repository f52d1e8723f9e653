package io.github.patientpayments.examples.common;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of an H2 database, before H2 creates them: it would let everybody read them. Files that exist keep their
 * permissions, which somebody may have chosen.
 */
final class H2File {

    /** A URL with a path; the others (mem:, tcp:, …) have a prefix of more than one letter, which is no drive. */
    private static final Pattern URL = Pattern.compile("jdbc:h2:(?:file:)?(?![a-zA-Z]{2,}:)([^;]+)(;.*)?");

    private static final Pattern TRACED = Pattern.compile("(?i).*;TRACE_LEVEL_FILE=[1-9].*");

    private H2File() {}

    /** Creates the files and their folder for their owner alone, where the file system has permissions. */
    static void create(String url) throws IOException {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            return;
        }
        Path database = path(matcher.group(1));
        boolean refused = !database.isAbsolute() && !matcher.group(1).contains("./");
        if (refused || !database.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Path folder = database.toAbsolutePath().normalize().getParent();
        if (folder != null && Files.notExists(folder)) {
            Files.createDirectories(folder, of("rwx------"));
        }
        createFile(database, ".mv.db");
        if (TRACED.matcher(url).matches()) {
            createFile(database, ".trace.db");
        }
    }

    private static Path path(String text) {
        return Path.of(text.startsWith("~/") ? System.getProperty("user.home") + text.substring(1) : text);
    }

    private static void createFile(Path database, String suffix) throws IOException {
        try {
            Files.createFile(Path.of(database + suffix), of("rw-------"));
        } catch (FileAlreadyExistsException e) {
            // It keeps its permissions.
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> of(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
