package io.github.patientpayments.examples.service.held;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where held inputs are kept, in files that only this user can read. One service at a time has it. Not thread-safe.
 *
 * @param kept for how long an input waits for a decision
 */
record HeldFolder(Path folder, Duration kept, FileChannel lock) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeldFolder.class);

    /**
     * Takes a folder into use, which is made if it is missing. What a killed service was about to keep is deleted.
     *
     * @throws IOException if it can't be used, or if another service has it
     */
    static HeldFolder open(Path folder, Duration kept) throws IOException {
        HeldFolder opened = new HeldFolder(folder, kept, lock(created(folder)));
        opened.deleteUnfinished();
        return opened;
    }

    private static Path created(Path folder) throws IOException {
        try {
            Files.createDirectories(folder, owner("rwx------"));
            return folder.resolve("held.lock");
        } catch (FileSystemException e) {
            throw new IOException(
                    "Held inputs can't be kept in " + folder.toAbsolutePath() + " ("
                            + e.getClass().getSimpleName()
                            + "): give another folder with --held-folder, or --no-held to keep none",
                    e);
        }
    }

    private static FileAttribute<?>[] owner(String permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), owner("rw-------"));
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // a service in this process has it
        }
        channel.close();
        throw new IOException("Another service keeps held inputs in " + file.getParent()
                + ": give each its own with --held-folder, or --no-held to keep none");
    }

    private void deleteUnfinished() throws IOException {
        for (Path file : list("new-*.tmp")) {
            Files.deleteIfExists(file);
        }
        for (Path body : list(HeldFiles.PREFIX + "*" + HeldFiles.BODY)) {
            String name = body.getFileName().toString();
            String described = name.substring(0, name.lastIndexOf('.')) + HeldFiles.DESCRIPTION;
            if (!Files.exists(body.resolveSibling(described))) {
                Files.deleteIfExists(body);
            }
        }
    }

    private List<Path> list(String glob) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(all::add);
        }
        return all;
    }

    HeldFiles of(long run) {
        return new HeldFiles(folder, run);
    }

    /**
     * Takes over the file of a body. It is renamed; only to another file system it is copied, by way of the disk.
     *
     * @param input what it is
     */
    void add(HeldInput input, Path body) throws IOException {
        HeldFiles files = of(input.run());
        try {
            try {
                Files.move(body, files.body(), StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Path copy = Files.createTempFile(folder, "new-", ".tmp");
                Files.copy(body, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                Files.move(copy, files.body(), StandardCopyOption.ATOMIC_MOVE);
            }
            files.describe(input);
        } catch (IOException e) {
            files.delete();
            throw e;
        }
    }

    /** What is or was held, the newest first. What can't be read is left out. */
    List<HeldInput> all() throws IOException {
        return read(files -> true);
    }

    /** What is held and waits, the newest first. Does not read what was decided. */
    List<HeldInput> waiting() throws IOException {
        return read(files -> !files.isDecided());
    }

    /** What a person has begun to decide on, the newest first. */
    List<HeldInput> claimed() throws IOException {
        return read(HeldFiles::isClaimed);
    }

    private List<HeldInput> read(Predicate<HeldFiles> wanted) throws IOException {
        List<HeldInput> all = new ArrayList<>();
        for (long run : runs(HeldFiles.DESCRIPTION)) {
            if (wanted.test(of(run))) {
                find(run).ifPresent(all::add);
            }
        }
        return all;
    }

    /** The runs of which there is such a file, the newest first. */
    private List<Long> runs(String ending) throws IOException {
        List<Long> runs = new ArrayList<>();
        for (Path file : list(HeldFiles.PREFIX + "*" + ending)) {
            String name = file.getFileName().toString();
            String run = name.substring(HeldFiles.PREFIX.length(), name.length() - ending.length());
            if (run.matches("\\d{1,18}")) {
                runs.add(Long.parseLong(run));
            }
        }
        runs.sort(Comparator.reverseOrder());
        return runs;
    }

    /** The run whose input became this one by a decision, which is always a later one. */
    Optional<Long> becoming(long run) throws IOException {
        for (long input : runs(HeldFiles.DECISION)) {
            if (input < run && of(input).hasBecome(run)) {
                return Optional.of(input);
            }
        }
        return Optional.empty();
    }

    /**
     * Deletes bodies that are too old, whatever became of their description: they have records.
     *
     * @param known the runs whose descriptions can be read, which say when the body expires
     */
    void deleteForgotten(Set<Long> known) throws IOException {
        Instant last = Instant.now().minus(kept);
        for (long run : runs(HeldFiles.BODY)) {
            if (!known.contains(run)
                    && Files.getLastModifiedTime(of(run).body()).toInstant().isBefore(last)) {
                LOG.warn("The held input of run {} has expired, and its description can't be read", run);
                of(run).delete();
            }
        }
    }

    Optional<HeldInput> find(long run) throws IOException {
        HeldFiles files = of(run);
        if (!Files.exists(files.description())) {
            return Optional.empty();
        }
        try {
            return Optional.of(files.read(kept));
        } catch (IOException e) {
            LOG.warn("A held input can't be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.debug("The lock of the folder is released with the process", e);
        }
    }
}
