package io.github.patientpayments.examples.service;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPInputStream;

/**
 * A body that came in, in a file that only this user can read. The store can so begin again after a deadlock, holds its
 * lock no longer than it takes to read a file, and what is answered to each record needs no memory. Gone when closed.
 */
final class Spooled implements AutoCloseable {

    private static final int MAGIC = 0x1f8b;

    private static final int BUFFER = 64 * 1024;
    private static final String PREFIX = "patient-payments-upload-";

    /** No request lasts so long. */
    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private final Path file;

    private Spooled(Path file) {
        this.file = file;
    }

    /** Removes what is left of services that were killed. */
    static void sweep(Path folder) throws IOException {
        FileTime before = FileTime.from(Instant.now().minus(FORGOTTEN));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).compareTo(before) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Takes a body in.
     *
     * @param folder where the file goes
     * @param limit in bytes, as they come and as they are once unpacked
     */
    static Spooled receive(Call call, Path folder, long limit) throws IOException {
        long announced = length(call);
        if (announced > limit) {
            throw tooLarge(limit);
        }
        Spooled spooled = new Spooled(Files.createTempFile(folder, PREFIX, ".json"));
        try {
            long received = spooled.fill(call.body(), limit);
            if (announced >= 0 && received != announced) {
                throw Problem.badRequest("The body ended before its Content-Length");
            }
            if (spooled.isGzip()) {
                spooled.checkUnpacked(limit);
            }
            return spooled;
        } catch (IOException | RuntimeException e) {
            spooled.close();
            throw e;
        }
    }

    /** -1: not announced, the body comes in chunks. */
    private static long length(Call call) {
        try {
            return call.header("Content-Length").map(Long::parseLong).orElse(-1L);
        } catch (NumberFormatException e) {
            throw Problem.badRequest("The Content-Length is not a number");
        }
    }

    private long fill(InputStream body, long limit) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long received = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = read(body, buffer); read >= 0; read = read(body, buffer)) {
                received += read;
                if (received > limit) {
                    throw tooLarge(limit);
                }
                out.write(buffer, 0, read);
            }
        }
        return received;
    }

    private static int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException | IndexOutOfBoundsException e) {
            // The latter is what the JDK's server throws for the length of a chunk that is no length.
            throw Problem.badRequest("The body broke off");
        }
    }

    /** A few kilobytes of gzip can be terabytes of blanks, which would be read while the store is locked. */
    private void checkUnpacked(long limit) {
        byte[] buffer = new byte[BUFFER];
        long unpacked = 0;
        try (InputStream text = open()) {
            for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
                unpacked += read;
                if (unpacked > limit) {
                    throw tooLarge(limit);
                }
            }
        } catch (IOException e) {
            // Damaged, or cut: the store tells where.
        }
    }

    private static Problem tooLarge(long limit) {
        return new Problem(413, "too-large", "The body is too large", "At most " + limit + " bytes, also unpacked.");
    }

    Path file() {
        return file;
    }

    /** The text, unpacked. */
    InputStream open() throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        return isGzip() ? new GZIPInputStream(raw, BUFFER) : raw;
    }

    private boolean isGzip() throws IOException {
        try (InputStream raw = Files.newInputStream(file)) {
            byte[] start = raw.readNBytes(2);
            return start.length == 2 && (((start[0] & 0xff) << 8) | (start[1] & 0xff)) == MAGIC;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
