package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParameterException;

/** Erasing patients, which is for administrators. */
class ErasureTest extends ServiceTest {

    private static final String ADMIN = "Bearer the-token-of-an-administrator";
    private static final String EIGHT = "{\"externalId\": \"8\"}";

    @TempDir
    Path folder;

    private String key;
    private String adminToken;

    @BeforeEach
    void startIt() throws IOException {
        key = file("key", "a key of thirty-two bytes or more");
        adminToken = file("admin", ADMIN.replace("Bearer ", ""));
        start("--erasure-key-file", key, "--admin-token-file", adminToken);
        json(200, post("/patients", Samples.PATIENTS));
        json(200, post("/payments", Samples.PAYMENTS));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void anErasedPatientIsNotThereLikeOneThatNeverWas() {
        String tag = get("/patients").headers().firstValue("ETag").orElseThrow();

        JsonNode run = json(200, erase(EIGHT));

        assertThat(run.path("run").asInt()).isEqualTo(3);
        assertThat(run.path("patients").asInt()).isEqualTo(1);
        assertThat(run.path("payments").asInt()).isEqualTo(1);
        for (String path : List.of("/patients/%s", "/patients/%s/history", "/payments/602", "/payments/602/history")) {
            assertThat(get(path.formatted("8")).body())
                    .isEqualTo(get(path.formatted("nobody").replace("602", "nobody"))
                            .body());
        }
        assertThat(get("/patients", "If-None-Match", tag).statusCode()).isEqualTo(200);
        assertThat(texts(json(200, post("/patients?lift=deletions", Samples.PATIENTS)), "status"))
                .containsExactly("fail", "success", "success", "suppressed", "success");
    }

    @Test
    void aSuppressionIsLifted() {
        json(200, erase(EIGHT));

        assertThat(json(200, send("/unsuppressions", EIGHT, ADMIN))
                        .path("wasErased")
                        .asBoolean())
                .isTrue();
        assertThat(json(200, send("/unsuppressions", "{\"externalId\": 8}", ADMIN))
                        .path("wasErased")
                        .asBoolean())
                .isFalse();
        json(200, post("/patients", Samples.PATIENTS));
        json(200, get("/patients/8"));
    }

    @Test
    void onlyAdministratorsMay() throws IOException {
        HttpResponse<String> nobody = post("/erasures", EIGHT);
        problem(401, "unauthorized", nobody);
        assertThat(nobody.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        problem(403, "forbidden", send("/erasures", EIGHT, "Bearer another-token"));
        json(200, get("/patients/8"));

        String token = file("token", "the-token-of-every-user");
        start("--erasure-key-file", key, "--admin-token-file", adminToken, "--token-file", token);
        problem(403, "forbidden", send("/erasures", EIGHT, "Bearer the-token-of-every-user"));
        problem(401, "unauthorized", send("/erasures", EIGHT, "Bearer another-token"));
        json(200, get("/patients/8", "Authorization", ADMIN));
        json(200, erase(EIGHT));

        start("--erasure-key-file", key);
        problem(403, "forbidden", erase(EIGHT));
        problem(403, "forbidden", post("/erasures", EIGHT));
        assertThatThrownBy(() -> start("--token-file", token, "--admin-token-file", token))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--admin-token-file");
    }

    @Test
    void anInvalidBodyIsReportedWithoutRepeatingIt() {
        for (String wrong : List.of(
                "",
                "[]",
                "{}",
                "{\"externalId\": null}",
                "{\"externalId\": 1.5}",
                "{\"externalId\": [\"8\"]}",
                "{\"externalId\": \"8\", \"x\": 1}",
                "{\"id\": \"8\"}",
                EIGHT + EIGHT,
                "{\"externalId\": \"8\"")) {
            assertThat(problem(400, "bad-request", erase(wrong)).path("detail").textValue())
                    .as(wrong)
                    .contains("externalId")
                    .doesNotContain("8");
        }
        problem(400, "bad-request", erase("{\"externalId\": \" \"}"));
        problem(413, "too-large", erase(" ".repeat(20_000)));
        problem(
                415,
                "media-type",
                send("POST", "/erasures", "text/plain", BodyPublishers.ofString(EIGHT), "Authorization", ADMIN));
        json(200, get("/patients/8"));
    }

    /** Not even one that holds: until the patient is erased, another run may commit. */
    @Test
    void aPreconditionThatWouldGuardNothingIsRefused() {
        String tag = get("/patients").headers().firstValue("ETag").orElseThrow();
        for (String path : List.of("/erasures", "/unsuppressions")) {
            for (String header : List.of("If-Match", "If-None-Match")) {
                for (String value : List.of(tag, "\"other\"", "*")) {
                    HttpResponse<String> answer = post(path, EIGHT, "Authorization", ADMIN, header, value);

                    assertThat(problem(400, "bad-request", answer)
                                    .path("detail")
                                    .textValue())
                            .isEqualTo(header + " is not supported here");
                }
            }
        }
        json(200, get("/patients/8"));
    }

    @Test
    void withoutAKeyNobodyIsErased() {
        start("--admin-token-file", adminToken);

        assertThat(problem(500, "not-set-up", erase(EIGHT)).path("detail").textValue())
                .contains("--erasure-key-file")
                .doesNotContain("erasureKey(");
    }

    private HttpResponse<String> erase(String body) {
        return send("/erasures", body, ADMIN);
    }

    private HttpResponse<String> send(String path, String body, String authorization) {
        return post(path, body, "Authorization", authorization);
    }
}
