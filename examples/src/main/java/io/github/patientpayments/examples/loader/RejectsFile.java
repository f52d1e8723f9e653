package io.github.patientpayments.examples.loader;

import io.github.patientpayments.Page;
import io.github.patientpayments.PageRequest;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Rejection;
import io.github.patientpayments.RejectionSort;
import io.github.patientpayments.SyncReport;
import io.github.patientpayments.examples.common.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** What was rejected, a line of JSON for each fault. The ids in it are people's, so it is its owner's alone. */
final class RejectsFile {

    /** The most that a store keeps of a run. */
    static final int CAPACITY = 1_000_000;

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path file;
    private final Json json;
    private long written;

    private RejectsFile(Path file, Json json) {
        this.file = file;
        this.json = json;
    }

    /** Made empty before the load begins: yesterday's must not be taken for today's. */
    static RejectsFile create(Path file) {
        try {
            if (Files.notExists(file)) {
                Files.createFile(file, ownersAlone());
            } else if (Files.isRegularFile(file) && POSIX) {
                Files.setPosixFilePermissions(file, OWNER);
            }
            return new RejectsFile(
                    file,
                    new Json(new BufferedOutputStream(Files.newOutputStream(
                            file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))));
        } catch (IOException e) {
            throw new IllegalArgumentException("Can't write " + file, e);
        }
    }

    private static FileAttribute<?>[] ownersAlone() {
        return POSIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)} : new FileAttribute<?>[0];
    }

    /** All that the store has kept of the run; of a refused one that is what its report holds. */
    void writeAll(PatientPaymentStore store, SyncReport report, Screen screen) {
        PageRequest<RejectionSort> request =
                PageRequest.by(RejectionSort.POSITION).limit(PageRequest.MAX_LIMIT);
        if (report.run() == 0) {
            writeReported(report, screen); // refused, and not even that could be logged
            return;
        }
        Page<Rejection> page = store.rejections(report.run(), request);
        write(page.items());
        while (page.next().isPresent()) {
            page = store.rejections(report.run(), request.after(page.next().get()));
            write(page.items());
        }
        finish(report, screen);
    }

    void writeReported(SyncReport report, Screen screen) {
        write(report.rejections());
        finish(report, screen);
    }

    private void write(List<Rejection> rejections) {
        try {
            for (Rejection rejection : rejections) {
                for (Rejection.Fault fault : rejection.faults()) {
                    line(rejection, fault);
                }
            }
            written += rejections.size();
        } catch (IOException e) {
            throw broken(e);
        }
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
                    rejected + " records were rejected, and the store kept " + written + " of them: " + file
                            + " is not all.");
        }
    }

    void close() {
        try {
            json.close();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private UnwritableException broken(IOException e) {
        return new UnwritableException(
                "The rejections could not be written to " + file + "; patient-payments rejections tells them", e);
    }
}
