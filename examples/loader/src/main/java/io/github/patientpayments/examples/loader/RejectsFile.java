package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
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

/** The faults of rejected records, one line of JSON each. The ids are personal, so only the owner can read the file. */
final class RejectsFile {

    /** The first bytes of such a file. A file that begins otherwise is not replaced. */
    private static final byte[] BEGINNING = "{\"recordType\"".getBytes(StandardCharsets.UTF_8);

    /** H2 creates its file during the load. */
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
     * Checks the target before the load begins. A pipe or device is written directly. A regular file is written as a
     * temporary file, which replaces it at the end even if the load fails: the rejections of an earlier load must not
     * be taken for those of this one.
     */
    static RejectsFile create(Path given) {
        try {
            if (Files.isDirectory(given)) {
                throw new IllegalArgumentException(given + " is a directory: specify a file for --rejects");
            }
            if (Files.exists(given) && (!Files.isRegularFile(given) || isOwnStream(given))) {
                return new RejectsFile(given, given, Optional.empty());
            }
            Path file = Files.exists(given) ? given.toRealPath() : given.toAbsolutePath();
            if (!isReplaceable(file)) {
                throw new IllegalArgumentException(
                        "--rejects would overwrite " + given + ", which contains something else: specify another file");
            }
            Path draft = Files.createTempFile(file.getParent(), "rejects", ".tmp"); // readable only by the owner
            draft.toFile().deleteOnExit();
            return new RejectsFile(given, file, Optional.of(draft));
        } catch (IOException e) {
            throw new IllegalArgumentException("Can't write " + given, e);
        }
    }

    /**
     * Whether standard output or standard error is redirected to this file: replacing it would lose what they print.
     */
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

    /** Writes all rejections that the store has kept of the run. */
    void writeAll(PatientPaymentStore store, SyncReport report, Output output) {
        if (report.number() == 0) {
            writeReported(report, output); // refused, but not in the run log
        } else {
            write(StoredRejections.of(store, report.number()), report, output);
        }
    }

    void writeReported(SyncReport report, Output output) {
        write(report.rejections().iterator(), report, output);
    }

    private void write(Iterator<Rejection> rejections, SyncReport report, Output output) {
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
        finish(report, output);
    }

    private void line(Rejection rejection, Rejection.Fault fault) throws IOException {
        json.object()
                .text("recordType", rejection.recordType())
                .number("position", rejection.position())
                .number("line", StoreJson.line(rejection))
                .text("externalId", rejection.externalId())
                .text("patientId", rejection.patientExternalId())
                .text("field", fault.field())
                .text("code", fault.code())
                .text("message", fault.message())
                .end()
                .line();
    }

    private void finish(SyncReport report, Output output) {
        close();
        long rejected = report.patients().rejected() + report.payments().rejected();
        if (written < rejected) {
            output.note(
                    Style.WARNING,
                    rejected + " records were rejected, but the store kept only " + written + " of them: " + given
                            + " is incomplete.");
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

    /** Atomic if possible, so that readers see either the old or the new file. */
    private void replace(Path draft) throws IOException {
        if (!isReplaceable(file)) {
            throw new IOException("its content was changed during the load");
        }
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private UnwritableException broken(IOException e) {
        return new UnwritableException(
                "The rejections could not be written to " + given + ". To list them: patient-payments rejections", e);
    }
}
