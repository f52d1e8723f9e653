package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoredRejections;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What was rejected, a line of JSON for each fault. The ids in it are people's, so it is its owner's alone. */
final class RejectsFile {

    /** How a file of ours begins. Nothing else is overwritten. */
    private static final byte[] BEGINNING = "{\"recordType\"".getBytes(StandardCharsets.UTF_8);

    /** H2 makes its file while the load is at work. */
    private static final String H2_FILE = ".mv.db";

    private static final List<Path> OWN_STREAMS = List.of(Path.of("/dev/stdout"), Path.of("/dev/stderr"));

    private final Path given;
    private final Path file;
    private final Optional<Path> draft;
    private final Json json;
    private long written;
    private boolean closed;

    private RejectsFile(Path given, Path file, Optional<Path> draft) throws IOException {
        this.given = given;
        this.file = file;
        this.draft = draft;
        this.json = new Json(
                new BufferedOutputStream(Files.newOutputStream(draft.orElse(file), StandardOpenOption.APPEND)));
    }

    /**
     * Decides what is written before the load begins. What is no file, a pipe for instance, is written as it is. A file
     * is written beside the one that was named, and takes its place in the end, whatever became of the load:
     * yesterday's must not be taken for today's.
     */
    static RejectsFile create(Path given) {
        try {
            if (Files.exists(given) && (!Files.isRegularFile(given) || isOwnStream(given))) {
                return new RejectsFile(given, given, Optional.empty());
            }
            Path file = Files.exists(given) ? given.toRealPath() : given.toAbsolutePath();
            if (!isReplaceable(file)) {
                throw new IllegalArgumentException("--rejects would overwrite " + given + ": it holds something else");
            }
            Path draft = Files.createTempFile(file.getParent(), "rejects", ".tmp"); // its owner's alone
            draft.toFile().deleteOnExit();
            return new RejectsFile(given, file, Optional.of(draft));
        } catch (IOException e) {
            throw new IllegalArgumentException("Can't write " + given, e);
        }
    }

    /** A file that standard output or standard error was redirected to; it has been written already. */
    private static boolean isOwnStream(Path file) throws IOException {
        for (Path stream : OWN_STREAMS) {
            if (Files.exists(stream) && Files.isSameFile(file, stream)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isReplaceable(Path file) throws IOException {
        if (file.toString().endsWith(H2_FILE)) {
            return false;
        }
        if (Files.notExists(file)) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(BEGINNING.length);
            return first.length == 0 || Arrays.equals(first, BEGINNING);
        }
    }

    /** All that the store has kept of the run; of a refused one that is what its report holds. */
    void writeAll(PatientPaymentStore store, SyncReport report, Screen screen) {
        if (report.number() == 0) {
            writeReported(report, screen); // refused, and not even that could be logged
        } else {
            write(StoredRejections.of(store, report.number()), report, screen);
        }
    }

    void writeReported(SyncReport report, Screen screen) {
        write(report.rejections().iterator(), report, screen);
    }

    private void write(Iterator<Rejection> rejections, SyncReport report, Screen screen) {
        try {
            while (rejections.hasNext()) {
                Rejection rejection = rejections.next();
                for (Rejection.Fault fault : rejection.faults()) {
                    line(rejection, fault);
                }
                written++;
            }
        } catch (IOException e) {
            throw broken(e);
        }
        finish(report, screen);
    }

    private void line(Rejection rejection, Rejection.Fault fault) throws IOException {
        json.object()
                .text("recordType", rejection.recordType())
                .number("position", rejection.position())
                .text("externalId", rejection.externalId())
                .text("field", fault.field())
                .text("code", fault.code())
                .text("message", fault.message())
                .end()
                .line();
    }

    private void finish(SyncReport report, Screen screen) {
        close();
        long rejected = report.patients().rejected() + report.payments().rejected();
        if (written < rejected) {
            screen.tell(
                    Paint.WARNING,
                    rejected + " records were rejected, and the store kept " + written + " of them: " + given
                            + " is not all.");
        }
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            json.close();
            if (draft.isPresent()) {
                replace(draft.get());
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Whoever reads the file meanwhile sees the old one or the new one, whole. */
    private void replace(Path draft) throws IOException {
        if (!isReplaceable(file)) {
            throw new IOException("something else was written there meanwhile");
        }
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private UnwritableException broken(IOException e) {
        return new UnwritableException(
                "The rejections could not be written to " + given + "; patient-payments rejections tells them", e);
    }
}
