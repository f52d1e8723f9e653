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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of an upload, in a temporary file that only this user can read, and that is deleted on close. With a file
 * the store can retry after a deadlock, holds its lock no longer than it takes to read the file, and the response to
 * each record needs no memory.
 */
final class UploadFile implements AutoCloseable {

    private static final int MAGIC = 0x1f8b;

    private static final int BUFFER = 64 * 1024;
    private static final int RETRY_SECONDS = 60;
    private static final String PREFIX = "patient-payments-upload-";

    /** Longer than any request lasts. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(UploadFile.class);

    private final Path file;

    private UploadFile(Path file) {
        this.file = file;
    }

    /** Deletes the files that killed services have left. Those of another user stay. */
    static void deleteAbandoned(Path folder) throws IOException {
        FileTime before = FileTime.from(Instant.now().minus(ABANDONED));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path file : files) {
                deleteAbandoned(file, before);
            }
        }
    }

    private static void deleteAbandoned(Path file, FileTime before) {
        try {
            if (Files.getLastModifiedTime(file).compareTo(before) < 0) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("An old upload can't be deleted: {}", file);
        }
    }

    /**
     * Receives a body.
     *
     * @param folder for the file
     * @param limit in bytes, both as sent and decompressed
     */
    static UploadFile receive(Exchange exchange, Path folder, long limit) throws IOException {
        long announced = length(exchange);
        if (announced > limit) {
            throw tooLarge(limit);
        }
        try {
            UploadFile upload = new UploadFile(Files.createTempFile(folder, PREFIX, ".json"));
            try {
                upload.receive(exchange, limit, announced);
                return upload;
            } catch (IOException | RuntimeException e) {
                upload.close();
                throw e;
            }
        } catch (IOException e) {
            LOG.warn("A body can't be kept in the upload folder: {}", e.toString());
            throw Problem.retryable(
                    "no-space",
                    "The body can't be kept",
                    "The service can't write it to its upload folder, which may be full. Nothing was changed.",
                    RETRY_SECONDS);
        }
    }

    private void receive(Exchange exchange, long limit, long announced) throws IOException {
        long received = fill(exchange.body(), limit);
        if (announced >= 0 && received != announced) {
            throw Problem.badRequest("The body ended before its Content-Length");
        }
        if (isGzip()) {
            checkDecompressed(limit);
        }
    }

    /** The announced length, or -1 if the body is chunked. */
    private static long length(Exchange exchange) {
        try {
            return exchange.header("Content-Length").map(Long::parseLong).orElse(-1L);
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
            // IndexOutOfBoundsException is what the JDK's server throws for an invalid chunk length.
            throw Problem.badRequest("The body is incomplete");
        }
    }

    /** A few kilobytes of gzip can be terabytes of blanks, which would be read while the store is locked. */
    private void checkDecompressed(long limit) {
        byte[] buffer = new byte[BUFFER];
        long decompressed = 0;
        try (InputStream text = open()) {
            for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
                decompressed += read;
                if (decompressed > limit) {
                    throw tooLarge(limit);
                }
            }
        } catch (IOException e) {
            // Damaged or truncated: the store reports where.
        }
    }

    private static Problem tooLarge(long limit) {
        return new Problem(
                413,
                "too-large",
                "The body is too large",
                "The limit is " + limit + " bytes, also after decompression.");
    }

    Path file() {
        return file;
    }

    /** Opens the text, decompressed. */
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
