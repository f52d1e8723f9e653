package io.github.patientpayments.examples.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where bodies are kept: in files that only this user can read, and of which none is left when the service stops. They
 * are named after a file that the service keeps locked while it runs: so a start knows which files are of a service
 * that was killed, and deletes them. Thread-safe.
 */
final class UploadFolder implements AutoCloseable {

    private static final String PREFIX = "patient-payments-upload-";
    private static final String LOCK = ".lock";
    private static final String BODY = ".json";

    private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);

    private final Path folder;
    private final Set<Path> files = new HashSet<>();
    private Lock lock;
    private boolean closed;

    private UploadFolder(Path folder) throws IOException {
        this.folder = folder;
        this.lock = Lock.take(folder);
    }

    /** Deletes what killed services have left in a folder, and takes it into use. */
    static UploadFolder open(Path folder) throws IOException {
        deleteAbandoned(folder);
        return new UploadFolder(folder);
    }

    /** A file that is locked until the channel is closed. */
    private record Lock(Path file, FileChannel channel) {

        static Lock take(Path folder) throws IOException {
            while (true) {
                Path file = Files.createTempFile(folder, PREFIX, LOCK);
                FileChannel channel = locked(file);
                if (channel != null) {
                    return new Lock(file, channel);
                }
            }
        }

        /** Null if another start has found the file before it was locked, and deletes it. */
        private static @Nullable FileChannel locked(Path file) throws IOException {
            FileChannel channel;
            try {
                channel = FileChannel.open(file, StandardOpenOption.WRITE);
            } catch (NoSuchFileException e) {
                return null;
            }
            if (locks(channel) && Files.exists(file)) {
                return channel;
            }
            channel.close();
            return null;
        }

        private static boolean locks(FileChannel channel) throws IOException {
            try {
                return channel.tryLock() != null;
            } catch (OverlappingFileLockException e) {
                return false; // a start in this process has
            }
        }

        /** So that no cleaner of old files deletes it as long as there are uploads; false if one has. */
        boolean touch() throws IOException {
            // Not by its attributes, for which Java opens the file, and closes it: then POSIX releases the lock.
            channel.write(ByteBuffer.allocate(1), 0);
            return Files.exists(file);
        }

        void release() {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("The lock of the upload folder is released with the process", e);
            }
        }
    }

    /** Those of another user, or of a service that runs, stay. */
    private static void deleteAbandoned(Path folder) throws IOException {
        // In this order: a service that starts meanwhile has its lock before its first file.
        List<Path> bodies = list(folder, BODY);
        List<Path> locks = list(folder, LOCK);
        for (Path lock : locks) {
            List<Path> ofLock = new ArrayList<>(bodies);
            ofLock.removeIf(body -> !lock.equals(lockOf(body)));
            ofLock.add(lock);
            deleteIfAbandoned(lock, ofLock);
        }
        bodies.stream().filter(body -> !locks.contains(lockOf(body))).forEach(UploadFolder::deleteAbandonedFile);
    }

    private static List<Path> list(Path folder, String ending) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + ending)) {
            files.forEach(all::add);
        }
        return all;
    }

    private static Path lockOf(Path body) {
        String name = body.getFileName().toString();
        return body.resolveSibling(name.substring(0, Math.max(0, name.lastIndexOf('-'))) + LOCK);
    }

    private static void deleteIfAbandoned(Path lock, List<Path> files) {
        if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
            return; // of another user, perhaps to block the start
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                @Nullable FileLock taken = channel.tryLock()) {
            if (taken != null) {
                files.forEach(UploadFolder::deleteAbandonedFile);
            }
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("In use, or another user's: {}", lock);
        }
    }

    private static void deleteAbandonedFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("An old upload can't be deleted: {}", file);
        }
    }

    /** Creates a file for a body. */
    synchronized Path create() throws IOException {
        if (closed) {
            throw new IOException("The service is stopping");
        }
        if (!lock.touch()) {
            Lock gone = lock;
            lock = Lock.take(folder);
            gone.release();
        }
        String name = lock.file().getFileName().toString();
        Path file = Files.createTempFile(folder, name.substring(0, name.length() - LOCK.length()) + "-", BODY);
        files.add(file);
        return file;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void delete(Path file) throws IOException {
        files.remove(file);
        Files.deleteIfExists(file);
    }

    /** Deletes the files of uploads that are still running, too. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        files.forEach(UploadFolder::deleteAbandonedFile);
        files.clear();
        deleteAbandonedFile(lock.file());
        lock.release();
    }
}
