package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

/** Who may call the service, how often, and what it does not disclose. */
class SecurityTest extends ServiceTest {

    private static final String TOKEN = "a-token-of-enough-letters";

    @TempDir
    Path folder;

    @Test
    void withoutATokenOnlyThisHostIsServed() {
        assertThatThrownBy(() -> start("--bind", "0.0.0.0"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--token-file");
        start();
        assertThat(RawHttp.text(port(), "GET /patients HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .as("a foreign name that resolves to this machine")
                .startsWith("HTTP/1.1 421")
                .contains("urn:patient-payments:misdirected");
        for (String name : List.of("localhost", "localhost:80", "127.0.0.1:8000", "[::1]:8000")) {
            assertThat(RawHttp.text(
                            port(), "GET /patients HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void withoutATokenNothingIsServed() throws IOException {
        start("--bind", "0.0.0.0", "--token-file", tokenFile(TOKEN + "\n"));

        for (String wrong : List.of(
                "Bearer", "Bearer ", "Bearer wrong", "Basic " + TOKEN, "Secret " + TOKEN, "Bearer " + TOKEN + "x")) {
            HttpResponse<String> answer = get("/patients", "Authorization", wrong);
            problem(401, "unauthorized", answer);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        }
        problem(401, "unauthorized", get("/patients"));
        problem(401, "unauthorized", get("/nowhere"));
        problem(401, "unauthorized", post("/patients", Samples.PATIENTS));
        json(200, get("/healthz"));

        assertThat(json(200, get("/patients", "Authorization", "bearer " + TOKEN))
                        .path("items"))
                .isEmpty();
    }

    @Test
    void invalidLimitsAreRejected() {
        for (String[] wrong : new String[][] {
            {"--max-requests", "0"}, {"--max-requests", "500000000"}, {"--upload-folder", "/no/such/folder"}
        }) {
            assertThatThrownBy(() -> start(wrong)).isInstanceOf(ParameterException.class);
        }
    }

    @Test
    void aTokenWithABlankIsRejected() throws IOException {
        String file = tokenFile(TOKEN + " ");

        assertThatThrownBy(() -> start("--token-file", file)).isInstanceOf(ParameterException.class);
    }

    @Test
    void aShortTokenIsRejected() throws IOException {
        String file = tokenFile("secret");

        assertThatThrownBy(() -> start("--token-file", file))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("16 characters")
                .hasMessageNotContaining("secret");
    }

    private String tokenFile(String text) throws IOException {
        return Files.writeString(folder.resolve("token"), text).toString();
    }

    /** One of those that a web page can send without a preflight request. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void anHtmlFormIsRejected(String mediaType) {
        start();

        HttpResponse<String> answer = send("POST", "/patients", mediaType, BodyPublishers.ofString(Samples.PATIENTS));

        problem(415, "media-type", answer);
        assertThat(answer.headers().firstValue("Accept-Post").orElseThrow()).contains(JSON);
        assertThat(json(200, get("/patients")).path("items")).isEmpty();
    }

    @Test
    void everyAnswerCarriesTheHeadersOfSafety() {
        start();
        for (HttpResponse<String> answer : List.of(get("/patients"), get("/nowhere"), post("/patients", "["))) {
            assertThat(answer.headers().map())
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("content-security-policy", List.of("default-src 'none'; frame-ancestors 'none'"))
                    .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
                    .containsEntry("referrer-policy", List.of("no-referrer"))
                    .containsEntry("cache-control", List.of("private, no-cache"));
        }
    }

    @Test
    void clientsThatSendTooManyRequestsHaveToWait() {
        start("--rate", "5");

        List<HttpResponse<String>> answers =
                IntStream.range(0, 40).mapToObj(i -> get("/nowhere")).toList();

        assertThat(answers)
                .extracting(HttpResponse::statusCode)
                .startsWith(404, 404, 404, 404, 404)
                .contains(429);
        HttpResponse<String> refused = answers.stream()
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        problem(429, "too-many-requests", refused);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    }

    @Test
    void tooManyUploadsAtOnceAreRejected() throws IOException {
        start("--max-requests", "2", "--max-uploads", "1", "--upload-folder", folder.toString());
        try (PendingUpload first = PendingUpload.begin(port(), folder, 2)) {
            HttpResponse<String> second = post("/patients", Samples.PATIENTS);
            problem(503, "too-many-uploads", second);
            assertThat(second.headers().firstValue("Retry-After")).isPresent();
            assertThat(json(200, get("/patients")).path("items")).isEmpty();
            finish(first);
        }
        await("a free place", () -> post("/patients", Samples.PATIENTS).statusCode() == 200);
    }

    /** To a service behind a proxy, all clients have one address, and so has the one that checks its health. */
    @Test
    void aHealthCheckIsNotLimited() {
        start("--rate", "1");
        for (int i = 0; i < 20; i++) {
            json(200, get("/healthz"));
        }
        await("a limit for all others", () -> get("/runs").statusCode() == 429);
        json(200, get("/healthz"));
    }

    @Test
    void aBodyThatCannotBeKeptIsNoFailureOfTheService() throws IOException {
        Path uploads = Files.createDirectory(folder.resolve("uploads"));
        start("--upload-folder", uploads.toString());
        deleteFolder(uploads);

        HttpResponse<String> answer = post("/patients", Samples.PATIENTS);

        assertThat(problem(507, "no-space", answer).path("detail").textValue()).doesNotContain(folder.toString());
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("60");
    }

    @Test
    void tooManyRequestsAtOnceAreRejected() throws IOException {
        start("--max-requests", "1", "--upload-folder", folder.toString());
        try (PendingUpload first = PendingUpload.begin(port(), folder, 2)) {
            problem(503, "too-many-at-once", get("/patients"));
            json(200, get("/healthz"));
            finish(first);
        }
    }

    /** Sends the body; the place is free a moment after the answer. */
    private void finish(PendingUpload upload) throws IOException {
        upload.send("[]");
        await("a free place", () -> get("/patients").statusCode() == 200);
    }

    @Test
    void uploadedFilesAreReadableByThisUserAlone() throws IOException {
        start("--upload-folder", folder.toString());
        try (PendingUpload upload = PendingUpload.begin(port(), folder, 2)) {
            assertThat(Files.getPosixFilePermissions(bodies(folder).get(0)))
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
            finish(upload);
        }
    }

    @Test
    void anotherWriterIsWaitedForAndThenReported() throws Exception {
        start("--lock-timeout", "1");
        try (Connection other = DriverManager.getConnection(jdbcUrl)) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");

            HttpResponse<String> answer = post("/patients", Samples.PATIENTS);

            assertThat(problem(503, "busy", answer).path("detail").textValue())
                    .contains("--lock-timeout")
                    .doesNotContain("(…)");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            other.rollback();
        }
        json(200, post("/patients", Samples.PATIENTS));
    }

    @Test
    void anUnavailableStoreIsReportedWithoutAStackTrace() throws Exception {
        start();
        try (Connection other = DriverManager.getConnection(jdbcUrl)) {
            other.createStatement().execute("SHUTDOWN");
        }

        problem(503, "unavailable", get("/healthz"));
        String answer = get("/patients").body();

        assertThat(answer).contains("urn:patient-payments:").doesNotContain("\tat ", "JdbcSQL", "org.h2");
    }
}
