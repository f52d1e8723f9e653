package io.github.patientpayments.examples.service;

import io.github.patientpayments.internal.snapshot.PackedStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of an upload, in a temporary file that only this user can read, and that is deleted on close. With a file
 * the store can retry after a deadlock, holds its lock no longer than it takes to read the file, and the response to
 * each record needs no memory.
 */
final class UploadFile implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    private static final int RETRY_SECONDS = 60;

    private static final Logger LOG = LoggerFactory.getLogger(UploadFile.class);

    private final UploadFolder folder;
    private final Path file;

    private UploadFile(UploadFolder folder) throws IOException {
        this.folder = folder;
        this.file = folder.create();
    }

    /**
     * Receives a body.
     *
     * @param folder for the file
     * @param limit in bytes, both as sent and decompressed
     */
    static UploadFile receive(Exchange exchange, UploadFolder folder, long limit) throws IOException {
        long announced = length(exchange);
        if (announced > limit) {
            throw tooLarge(limit);
        }
        try {
            UploadFile upload = new UploadFile(folder);
            try {
                upload.receive(exchange, limit, announced);
                return upload;
            } catch (IOException | RuntimeException e) {
                upload.close();
                throw e;
            }
        } catch (IOException e) {
            if (folder.isClosed()) {
                throw Problem.stopping();
            }
            LOG.warn("A body can't be kept in the upload folder: {}", e.toString());
            throw noSpace();
        }
    }

    private static Problem noSpace() {
        return new Problem(
                        507,
                        "no-space",
                        "The body can't be kept",
                        "The service can't write it to its upload folder, which may be full. Nothing was changed.")
                .header("Retry-After", String.valueOf(RETRY_SECONDS));
    }

    private void receive(Exchange exchange, long limit, long announced) throws IOException {
        long received = fill(exchange.body(), limit);
        if (exchange.body().isTrailed() && exchange.header("Trailer").isEmpty()) {
            throw trailed();
        }
        if (exchange.body().isTrailed() && MediaTypes.isCsv(exchange) && !isPacked()) {
            throw trailedCsv();
        }
        if (announced >= 0 && received != announced) {
            throw Problem.badRequest("The body ended before its Content-Length");
        }
        checkDecompressed(limit);
    }

    private boolean isPacked() throws IOException {
        try (InputStream text = open()) {
            return text instanceof PackedStream;
        }
    }

    static Problem trailed() {
        return Problem.badRequest(
                "Something follows the last chunk of the body. If it is a trailer field, announce it in"
                        + " a Trailer header, or leave it out: it is ignored.");
    }

    /** A damaged chunk may begin with a zero there, as in UTF-16, and looks like a trailer field then. */
    private static Problem trailedCsv() {
        return Problem.badRequest("Something follows the last chunk of the body. After CSV, a trailer field can't be"
                + " told from a damaged chunk: leave it out, or send gzip or ZIP.");
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
            Reading<Integer> reading = () -> body.read(buffer);
            for (int read = readOrReject(reading); read >= 0; read = readOrReject(reading)) {
                received += read;
                if (received > limit) {
                    throw tooLarge(limit);
                }
                out.write(buffer, 0, read);
            }
        }
        return received;
    }

    /** Reads from a body. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    static <T> T readOrReject(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException | IndexOutOfBoundsException e) {
            // IndexOutOfBoundsException is what the JDK's server throws for an invalid chunk length.
            throw Problem.badRequest("The body is incomplete");
        }
    }

    /**
     * A few kilobytes of gzip or ZIP can be terabytes of blanks, which would be read while the store is locked.
     * Unpacked as the store unpacks it: what another reader takes for the end may not be one.
     */
    private void checkDecompressed(long limit) {
        byte[] buffer = new byte[BUFFER];
        long decompressed = 0;
        try (InputStream text = open()) {
            if (!(text instanceof PackedStream)) {
                return;
            }
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

    static Problem tooLarge(long limit) {
        return new Problem(
                413,
                "too-large",
                "The body is too large",
                "The limit is " + limit + " bytes, also after decompression.");
    }

    Path file() {
        return file;
    }

    /** Opens the text, decompressed as the store does it. */
    InputStream open() throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        Optional<PackedStream> packed = PackedStream.of(raw);
        return packed.isPresent() ? packed.get() : raw;
    }

    @Override
    public void close() throws IOException {
        folder.delete(file);
    }
}
