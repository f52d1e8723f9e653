package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.service.OpenApiDocument.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running service gives every response that its OpenAPI document describes, and no other. */
class OpenApiResponsesTest {

    /** What cannot be provoked: these two do not query the store, so a broken store does not break them. */
    private static final Set<String> NEVER_SEEN =
            Set.of("/paths/~1metrics/get/responses/500", "/paths/~1openapi.json/get/responses/500");

    @TempDir
    private static Path folder;

    private static OpenApiDocument document;
    private static CheckingClient talk;

    @BeforeAll
    static void talk() throws Exception {
        document = new OpenApiDocument();
        talk = new CheckingClient(document);
        Path whole = Files.createDirectory(folder.resolve("whole"));
        try (RunningService service = start(whole)) {
            new ApiScenario(talk, document, service).hold(whole);
            anotherName(service.underAnotherName());
        }
        withoutItsToken(whole);
        tooOften(whole);
        tooLarge(whole);
        tooMuchAtOnce(whole);
        tooLittleSpace(whole);
        withoutItsTables(Files.createDirectory(folder.resolve("broken")));
    }

    private static RunningService start(Path database, String... more) throws Exception {
        Path admin = Files.writeString(folder.resolve("admin"), Request.ADMIN_TOKEN);
        Path key = Files.writeString(folder.resolve("key"), "a key of thirty-two bytes or more");
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of("--admin-token-file", admin.toString(), "--erasure-key-file", key.toString()));
        return RunningService.start(database, all.toArray(String[]::new));
    }

    @Test
    void everyAnswerIsAsDocumented() {
        assertThat(talk.faults()).isEmpty();
    }

    @Test
    void everyDocumentedAnswerCame() {
        Set<String> documented = new TreeSet<>();
        document.allResponses()
                .forEach(place -> document.names(place).forEach(status -> documented.add(place + "/" + status)));
        documented.removeAll(NEVER_SEEN);
        documented.removeIf(place -> place.endsWith("/408")); // see SlowClientTest
        assertThat(talk.seen()).isEqualTo(documented);
    }

    private static void anotherName(RunningService service) throws Exception {
        for (Operation operation : document.operations()) {
            talk.expect(operation.isOpen() ? 200 : 421, service, Request.of(operation));
        }
    }

    private static void withoutItsToken(Path database) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "a-token-that-is-long-enough");
        try (RunningService service = start(database, "--token-file", token.toString())) {
            for (Operation operation : document.operations()) {
                talk.expect(
                        operation.isOpen() ? 200 : 401,
                        service,
                        Request.of(operation).without("Authorization"));
            }
            talk.expect(
                    200, service, Request.get("/runs").header("Authorization", "Bearer a-token-that-is-long-enough"));
        }
    }

    private static void tooOften(Path database) throws Exception {
        try (RunningService service = start(database, "--rate", "1")) {
            for (Operation operation : document.operations()) {
                talk.await(operation.isOpen() ? 200 : 429, service, Request.of(operation));
            }
        }
    }

    private static void tooLarge(Path database) throws Exception {
        try (RunningService service = start(database, "--max-upload", "1")) {
            for (Operation operation : document.operations()) {
                if (operation.takesBody()) {
                    talk.expect(413, service, Request.of(operation).json(" ".repeat(20_000)));
                }
            }
        }
    }

    private static void tooMuchAtOnce(Path database) throws Exception {
        Path uploads = Files.createDirectory(folder.resolve("uploads"));
        RunningService service = start(database, "--max-requests", "1", "--upload-folder", uploads.toString());
        Thread stop = new Thread(service::close);
        try (PendingUpload upload = PendingUpload.begin(service.main().port(), uploads, 2)) {
            for (Operation operation : document.operations()) {
                talk.expect(operation.isOpen() ? 200 : 503, service, Request.of(operation));
            }
            stop.start();
            talk.await(503, service, Request.get("/healthz"));
            upload.send("[]");
            upload.answer();
        }
        stop.join();
    }

    private static void tooLittleSpace(Path database) throws Exception {
        Path uploads = Files.createDirectory(folder.resolve("full"));
        try (RunningService service = start(database, "--upload-folder", uploads.toString())) {
            ServiceTest.deleteFolder(uploads);
            for (Operation operation : document.operations()) {
                if (operation.takesBody() && !operation.isForAdmins()) {
                    talk.expect(507, service, Request.of(operation));
                }
            }
        }
    }

    private static void withoutItsTables(Path database) throws Exception {
        try (RunningService service = start(database)) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL(RunningService.url(database));
            try (Connection connection = h2.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP SCHEMA patient_payments CASCADE");
            }
            for (Operation operation : document.operations()) {
                boolean queriesTheStore = !NEVER_SEEN.contains(operation.at() + "/responses/500");
                talk.expect(queriesTheStore ? 500 : 200, service, Request.of(operation));
            }
        }
    }
}
