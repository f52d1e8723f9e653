package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** A service over its own database, and a client that speaks to it over a socket. */
abstract class ServiceTest {

    static final String JSON = "application/json";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<RunningService> services = new ArrayList<>();
    final String jdbcUrl;
    final String schema = "s_" + UUID.randomUUID().toString().replace("-", "");

    ServiceTest(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
    }

    /** A new database in memory. */
    ServiceTest() {
        this("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    @AfterEach
    void stop() {
        services.forEach(RunningService::close);
    }

    /** Starts a service; the one that is started last is spoken to. */
    final void start(String... more) {
        String[] arguments =
                Stream.concat(Stream.of("--schema", schema), Stream.of(more)).toArray(String[]::new);
        try {
            services.add(RunningService.start(jdbcUrl, arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return services.get(services.size() - 1).main().port();
    }

    final HttpResponse<String> get(String path, String... headers) {
        return exchange("GET", path, BodyPublishers.noBody(), headers);
    }

    final HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, JSON, BodyPublishers.ofString(body), headers);
    }

    final HttpResponse<String> send(
            String method, String path, String mediaType, BodyPublisher body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", mediaType));
        all.addAll(List.of(headers));
        return exchange(method, path, body, all.toArray(String[]::new));
    }

    private HttpResponse<String> exchange(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = request(path).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    final HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
    }

    final HttpClient client() {
        return client;
    }

    /** The JSON of an answer with that status. */
    static JsonNode json(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json(answer.body());
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /** A problem of that kind, as RFC 9457 has it. */
    static JsonNode problem(int status, String type, HttpResponse<String> answer) {
        JsonNode problem = json(status, answer);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem.path("type").asText()).isEqualTo("urn:patient-payments:" + type);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank();
        return problem;
    }

    /** Waits until it holds: the client does not learn what a service does after its response. */
    static void await(String what, BooleanSupplier condition) {
        for (int i = 0; i < 1_200; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            try {
                Thread.sleep(25);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("Waited in vain: " + what);
    }

    /** Whether a folder has no body of an upload. */
    static boolean isEmpty(Path folder) {
        return bodies(folder).isEmpty();
    }

    static List<Path> bodies(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the folder of uploads: as a full one, it takes nothing. */
    static void deleteFolder(Path uploads) throws IOException {
        try (Stream<Path> files = Files.list(uploads)) {
            Files.delete(files.findFirst().orElseThrow());
        }
        Files.delete(uploads);
    }

    static List<String> texts(JsonNode array, String field) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.path(field).asText()));
        return texts;
    }
}
