package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered to a question, and how. */
class QueryTest extends ServiceTest {

    @BeforeEach
    void startIt() {
        start();
        json(
                200,
                post(
                        "/patients",
                        IntStream.rangeClosed(1, 25)
                                .mapToObj(i -> Samples.patient("p" + i))
                                .collect(Collectors.joining(",", "[", "]"))));
    }

    @Test
    void linksVisitAllPages() {
        List<String> ids = new ArrayList<>();
        Optional<String> path = Optional.of("/patients?payments_max=20&limit=10");
        for (int page = 1; path.isPresent(); page++) {
            HttpResponse<String> answer = get(path.get());
            JsonNode body = json(200, answer);
            ids.addAll(texts(body.path("items"), "externalId"));
            assertThat(body.path("page_num").isNull())
                    .as("only a numbered page has a number")
                    .isEqualTo(page > 1);
            path = answer.headers().firstValue("Link").map(link -> {
                assertThat(link)
                        .startsWith("</patients?")
                        .endsWith(">; rel=\"next\"")
                        .contains("payments_max=20");
                return link.substring(1, link.indexOf('>'));
            });
        }
        assertThat(ids).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void aPageAfterACursorSaysWhetherTheStoreHasChangedSince() {
        String link = get("/patients?limit=10").headers().firstValue("Link").orElseThrow();
        String path = link.substring(1, link.indexOf('>'));
        assertThat(json(200, get(path)).path("moved").isBoolean()).isTrue();
        assertThat(json(200, get(path)).path("moved").asBoolean()).isFalse();

        json(200, send("PATCH", "/patients", JSON, BodyPublishers.ofString(Samples.array(Samples.patient("new")))));

        assertThat(json(200, get(path)).path("moved").asBoolean()).isTrue();
    }

    @Test
    void pagesAreNumberedToTheLast() {
        JsonNode last = json(200, get("/patients?page=3"));
        assertThat(last.path("items")).hasSize(5);
        assertThat(List.of(last.path("pages").asInt(), last.path("prev_page").asInt()))
                .containsExactly(3, 2);
        assertThat(last.path("next_page").isNull()).isTrue();

        JsonNode beyond = json(200, get("/patients?page=9"));
        assertThat(beyond.path("items")).isEmpty();
        assertThat(beyond.path("prev_page").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/patients?payment_mim=10",
                "/patients?payment_min=ten",
                "/patients?payment_min=1e999999999",
                "/patients?payment_min=NaN",
                "/patients?payment_min=20&payment_max=10",
                "/patients?payment_min=1&payments_min=1",
                "/patients?page=1&page=2",
                "/patients?page=0",
                "/patients?page=x",
                "/patients?page=99999999999999999999",
                "/patients?limit=0",
                "/patients?limit=1001",
                "/patients?limit=99999999999",
                "/patients?after=nonsense",
                "/patients?page=2&after=nonsense",
                "/patients?name=%ff",
                "/payments?payment_min=10",
                "/changes?after=nonsense",
                "/changes?after_run=-1",
                "/changes?limit=0",
                "/changes?after_run=0&after=nonsense",
                "/runs?limit=99999999999",
                "/rejections?run=x",
                "/verify?fast=true"
            })
    void anInvalidQueryIsReported(String path) {
        String detail = problem(400, "bad-request", get(path)).path("detail").textValue();

        assertThat(detail).doesNotContain("Exception", "null");
    }

    /** The JDK's server answers it by itself. */
    @Test
    void aMalformedPathGivesNoStackTrace() {
        assertThat(RawHttp.text(port(), "GET /patients?%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("\tat ");
    }

    @Test
    void aCursorOfAnotherQueryIsRejected() {
        String link = get("/patients?limit=10").headers().firstValue("Link").orElseThrow();
        String cursor = link.replaceFirst(".*after=([^&>]*).*", "$1");

        problem(400, "bad-request", get("/patients?payments_max=5&after=" + cursor));
    }

    @Test
    void anUnchangedResponseIsNotSentAgain() {
        for (String path :
                List.of("/patients", "/payments", "/totals", "/totals/periods", "/runs", "/changes", "/rejections")) {
            String tag = get(path).headers().firstValue("ETag").orElseThrow();

            HttpResponse<String> known = get(path, "If-None-Match", "\"other\", " + tag);
            assertThat(known.statusCode()).isEqualTo(304);
            assertThat(known.body()).isEmpty();
            assertThat(known.headers().firstValue("ETag")).hasValue(tag);
            assertThat(get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);

            assertThat(get(path, "If-None-Match", "W/" + tag).statusCode())
                    .as("a weak comparison: a proxy that compresses makes it weak")
                    .isEqualTo(304);
            assertThat(get(path, "Accept-Encoding", "gzip", "If-None-Match", tag)
                            .statusCode())
                    .as("the tag of another representation")
                    .isEqualTo(200);
            assertThat(get(path, "If-Match", tag).statusCode()).isEqualTo(200);
            problem(412, "precondition-failed", get(path, "If-Match", "\"other\""));

            post("/patients?lift=deletions", Samples.array(Samples.patient("p" + path)));
            assertThat(get(path, "If-None-Match", tag).statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    void aRunThatChangesNothingLeavesTheTagOfTheMirror() {
        String same = Samples.array(Samples.patient("p1"));
        json(200, send("PATCH", "/patients", JSON, BodyPublishers.ofString(same)));
        for (String path : List.of("/patients", "/payments", "/totals", "/totals/periods")) {
            String tag = get(path).headers().firstValue("ETag").orElseThrow();

            json(200, send("PATCH", "/patients", JSON, BodyPublishers.ofString(same)));
            problem(409, "refused", post("/patients", "[]"));

            assertThat(get(path).headers().firstValue("ETag")).as(path).hasValue(tag);
        }
        String log = get("/runs").headers().firstValue("ETag").orElseThrow();
        json(200, send("PATCH", "/patients", JSON, BodyPublishers.ofString(same)));
        assertThat(get("/runs").headers().firstValue("ETag")).isNotEqualTo(log);
    }

    @Test
    void responsesAreCompressedForClientsThatAcceptIt() throws Exception {
        HttpResponse<byte[]> packed = client().send(
                        request("/patients")
                                .header("Accept-Encoding", "br, gzip;q=0.5")
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(json(unpacked(packed.body())).path("items")).hasSize(10);
        assertThat(get("/patients", "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    private static String unpacked(byte[] bytes) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void headReturnsTheHeadersAlone() {
        HttpResponse<String> head = send("HEAD", "/patients", JSON, BodyPublishers.noBody());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("ETag")).isPresent();
    }

    @Test
    void aMissingResourceIsReported() {
        problem(404, "not-found", get("/"));
        problem(404, "not-found", get("/patients/"));
        problem(404, "not-found", get("/runs/1/2"));
        assertThat(json(200, get("/runs/1")).path("run").asInt()).isEqualTo(1);
        problem(404, "no-run", get("/runs/9"));
        problem(404, "no-run", get("/runs/99999999999999999999"));
        problem(404, "no-run", get("/runs/first"));
        problem(404, "no-run", get("/changes?after_run=9"));
        problem(404, "no-run", get("/rejections?run=9"));
        problem(404, "no-run", get("/runs/00000000-0000-0000-0000-000000000000"));
        HttpResponse<String> answer = send("DELETE", "/patients", JSON, BodyPublishers.noBody());
        problem(405, "method", answer);
        assertThat(answer.headers().firstValue("Allow").orElseThrow()).isEqualTo("GET, HEAD, POST, PATCH");
    }

    @Test
    void runsRejectionsAndChangesAreListed() {
        json(
                200,
                post(
                        "/patients?lift=deletions",
                        Samples.array(Samples.patient("p1", "New", "Name"), Samples.patient("p2", "", "x"))));

        JsonNode run = json(200, get("/runs?limit=1")).path("items").get(0);
        assertThat(run.path("run").asInt()).isEqualTo(2);
        assertThat(run.at("/patients/rejected").asInt()).isEqualTo(1);
        JsonNode rejection = json(200, get("/rejections")).path("items").get(0);
        assertThat(rejection.path("externalId").textValue()).isEqualTo("p2");
        assertThat(rejection.path("position").asInt()).isEqualTo(2);
        assertThat(rejection.at("/faults/0/code").textValue()).isEqualTo("BLANK");
        assertThat(json(200, get("/rejections?run=1")).path("items")).isEmpty();

        JsonNode page = json(200, get("/changes?after_run=1&limit=1"));
        assertThat(page.at("/items/0/kind").textValue()).isEqualTo("UPDATED");
        assertThat(page.at("/items/0/fields/0"))
                .isEqualTo(json("{\"field\":\"firstName\",\"old\":\"Firstp1\",\"new\":\"New\"}"));
        assertThat(page.path("more").asBoolean()).isTrue();
        JsonNode rest = json(200, get("/changes?after=" + page.path("next").textValue()));
        assertThat(rest.path("items")).hasSize(23);
        assertThat(rest.path("more").asBoolean()).isFalse();
    }

    @Test
    void onePatientIsFoundByTheIdOfTheOtherSystem() {
        assertThat(texts(json(200, get("/patients?external_id=p7")).path("items"), "externalId"))
                .containsExactly("p7");
        assertThat(json(200, get("/patients?external_id=nobody")).path("items")).isEmpty();
        assertThat(json(200, get("/totals?external_id=p7")).path("patients").asInt())
                .isEqualTo(1);
    }

    @Test
    void anEmptyParameterIsIgnoredAndAnUnknownOneNamed() {
        assertThat(json(200, get("/patients?limit=1&")).path("items")).hasSize(1);
        assertThat(json(200, get("/patients?&limit=1")).path("items")).hasSize(1);
        assertThat(problem(400, "bad-request", get("/patients?nmae=Batti"))
                        .path("detail")
                        .textValue())
                .startsWith("Unknown parameter nmae. Supported are: ")
                .doesNotContain("Batti");
        assertThat(problem(400, "bad-request", get("/patients?Roy+Batti"))
                        .path("detail")
                        .textValue())
                .doesNotContain("Batti");
    }

    /** A reader of the message knows parameters and links, and no method of Java. */
    @Test
    void messagesNameWhatTheClientSent() {
        assertThat(detail("/patients?payment_min=20&payment_max=10"))
                .isEqualTo("payment_min is greater than payment_max");
        assertThat(detail("/patients?after=x")).contains("Link header").doesNotContain("()");
        assertThat(detail("/changes?after=x")).doesNotContain("()");
    }

    private String detail(String path) {
        return problem(400, "bad-request", get(path)).path("detail").textValue();
    }

    @Test
    void whatWasSentByMistakeIsUndone() {
        JsonNode before = json(200, get("/patients"));
        json(200, post("/patients?lift=deletions", Samples.array(Samples.patient("p2"))));
        JsonNode preview = json(200, get("/revert?to_run=1&changes=1"));
        assertThat(preview.path("changes")).hasSize(1);
        assertThat(preview.at("/report/patients/restored").asInt()).isPositive();
        problem(400, "bad-request", get("/revert"));
        problem(409, "refused", put("/revert?to_run=1&base_run=1"));

        JsonNode run = json(200, put("/revert?to_run=1&base_run=" + preview.path("baseRun")));

        assertThat(run.path("kind").textValue()).isEqualTo("REVERT");
        assertThat(run.path("revertedTo").asInt()).isEqualTo(1);
        assertThat(texts(json(200, get("/patients")).path("items"), "externalId"))
                .isEqualTo(texts(before.path("items"), "externalId"));
    }

    private HttpResponse<String> put(String path) {
        return send("PUT", path, "text/plain", BodyPublishers.noBody());
    }

    @Test
    void theStoreCanBeVerified() {
        assertThat(json(200, get("/verify"))).isEqualTo(json("{\"sound\":true,\"counts\":{},\"deviations\":[]}"));
    }

    @Test
    void metersAreReadByPrometheus() {
        String posted = "http_server_requests_seconds_count{method=\"POST\",status=\"200\",uri=\"/patients\"} 1";
        await(posted, () -> get("/metrics").body().contains(posted));
        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body().lines().filter(line -> line.startsWith("# HELP")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).matches("# HELP \\S+ \\S.*"));
        assertThat(answer.body())
                .contains(
                        "patient_payments_sync_duration_seconds_count{cause=\"none\",outcome=\"applied\",store=\"service\"} 1");
    }

    @Test
    void itSaysThatItIsUp() {
        assertThat(json(200, get("/healthz"))).isEqualTo(json("{\"status\":\"up\"}"));
    }

    /** Anybody may ask: messages of a database may name its address, its user or its schema. */
    @Test
    void itSaysThatItIsDownAndNotWhy() throws Exception {
        try (Connection other = DriverManager.getConnection(jdbcUrl)) {
            other.createStatement().execute("DROP SCHEMA " + schema + " CASCADE");
            assertIsDown(500);
            other.createStatement().execute("SHUTDOWN");
        }
        HttpResponse<String> answer = assertIsDown(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private HttpResponse<String> assertIsDown(int status) {
        HttpResponse<String> answer = get("/healthz");
        assertThat(problem(status, "unavailable", answer).path("detail").textValue())
                .isEqualTo("See the log of the service.");
        return answer;
    }
}
