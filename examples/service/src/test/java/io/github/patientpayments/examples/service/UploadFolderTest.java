package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No body stays in the folder of uploads. */
class UploadFolderTest extends ServiceTest {

    @TempDir
    Path folder;

    @Test
    void anOrderlyStopDeletesTheBodiesOfUploadsThatAreRunning() throws IOException {
        start("--upload-folder", folder.toString(), "--drain-timeout", "0");
        try (PendingUpload upload = PendingUpload.begin(port(), folder, 100)) {
            upload.send("[");

            stop();

            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void aStartDeletesWhatAKilledServiceHasLeft() throws IOException {
        Files.createFile(folder.resolve("patient-payments-upload-1.lock"));
        Files.createFile(folder.resolve("patient-payments-upload-1-7.json"));
        Files.createFile(folder.resolve("patient-payments-upload-2-7.json"));
        Path other = Files.createFile(folder.resolve("other.json"));

        start("--upload-folder", folder.toString());

        assertThat(bodies(folder)).containsExactly(other);
        stop();
        assertThat(folder).isDirectoryContaining(other::equals).isDirectoryNotContaining(file -> !file.equals(other));
    }

    @Test
    void aStartLeavesTheBodiesOfAServiceThatRuns() throws IOException {
        try (UploadFolder running = UploadFolder.open(folder)) {
            Path body = running.create();

            start("--upload-folder", folder.toString());

            assertThat(body).exists();
        }
    }

    @Test
    void anUploadThatComesWhenTheServiceStopsIsNotTakenForOneThatThereIsNoSpaceFor() throws IOException {
        UploadFolder stopped = UploadFolder.open(folder);
        stopped.close();
        Route upload = new Route("POST", "/", Set.of(), Route.Access.OPEN, (exchange, parameters) -> {
            UploadFile.receive(exchange, stopped, 100).close();
        });
        Duration limit = Duration.ofMinutes(1);
        try (Service service = new Service(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(upload),
                new AccessControl(Optional.empty(), Optional.empty(), new RateLimiter(100, System::nanoTime)),
                new Limits(10, 10, limit, limit, limit, limit),
                new SimpleMeterRegistry())) {
            service.start();

            assertThat(RawHttp.text(service.port(), RawHttp.head("POST /", "Content-Length: 2") + "[]"))
                    .startsWith("HTTP/1.1 503")
                    .contains("urn:patient-payments:stopping");
        }
    }

    /** A cleaner of the temporary folder deletes what nobody has touched for some days. */
    @Test
    void aServiceThatHasBeenIdleForLongKeepsItsUploads() throws IOException {
        try (UploadFolder running = UploadFolder.open(folder)) {
            Files.delete(lock());
            Path body = running.create();

            start("--upload-folder", folder.toString());

            assertThat(body).exists();
        }
    }

    @Test
    void theLockOfAServiceThatIsUsedIsNeverOld() throws IOException {
        try (UploadFolder running = UploadFolder.open(folder)) {
            FileTime old = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
            Path lock = Files.setLastModifiedTime(lock(), old);

            running.create();

            assertThat(Files.getLastModifiedTime(lock)).isGreaterThan(old);
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** Each start looks for what killed services have left, also while another one makes its lock. */
    @Test
    void severalServicesMayStartAtOnce() {
        List<CompletableFuture<Void>> starts = Stream.generate(
                        () -> CompletableFuture.runAsync(() -> startAndStop(300), task -> new Thread(task).start()))
                .limit(3)
                .toList();

        starts.forEach(CompletableFuture::join);

        assertThat(folder).isEmptyDirectory();
    }

    private void startAndStop(int times) {
        for (int i = 0; i < times; i++) {
            try {
                UploadFolder.open(folder).close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path lock() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".lock"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** In a shared temporary folder, an old upload may be another user's. */
    @Test
    void anOldUploadThatCannotBeDeletedDoesNotPreventTheStart() throws IOException {
        Path old = Files.createDirectory(folder.resolve("patient-payments-upload-1.json"));
        Files.createFile(old.resolve("keeps-it"));
        Files.createDirectory(folder.resolve("patient-payments-upload-2.lock"));

        start("--upload-folder", folder.toString());

        json(200, get("/patients"));
        assertThat(old).exists();
    }
}
