package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One record, and its history. */
class RecordTest extends ServiceTest {

    @BeforeEach
    void startIt() {
        start();
        json(200, post("/patients", Samples.array(Samples.patient("1"), Samples.patient("2"))));
        json(
                200,
                post(
                        "/payments",
                        Samples.array(
                                Samples.payment("a", "1", "7.1"),
                                Samples.payment("b", "1", "2"),
                                Samples.payment("c", "2", "5"))));
    }

    @Test
    void aPatientHasItsPayments() {
        JsonNode one = json(200, get("/patients/1"));

        assertThat(one.at("/patient/externalId").textValue()).isEqualTo("1");
        assertThat(one.at("/patient/paymentTotal").textValue()).isEqualTo("9.10");
        assertThat(texts(one.path("payments"), "externalId")).containsExactly("a", "b");
        assertThat(json(200, get("/payments/c")).path("patientId").textValue()).isEqualTo("2");
    }

    @Test
    void morePaymentsAreFoundByTheLink() {
        HttpResponse<String> first = get("/patients/1?limit=1");
        assertThat(texts(json(200, first).path("payments"), "externalId")).containsExactly("a");
        String link = first.headers().firstValue("Link").orElseThrow();

        JsonNode rest = json(200, get(link.substring(1, link.indexOf('>'))));

        assertThat(texts(rest.path("items"), "externalId")).containsExactly("b");
        assertThat(get("/patients/1").headers().firstValue("Link")).isEmpty();
    }

    @Test
    void theVersionsOfARecordAreListed() {
        json(200, post("/patients", Samples.array(Samples.patient("1", "New", "Name"), Samples.patient("2"))));
        json(200, post("/payments", Samples.array(Samples.payment("a", "1", "8"), Samples.payment("c", "2", "5"))));

        JsonNode patient = json(200, get("/patients/1/history")).path("items");
        assertThat(patient).hasSize(2);
        assertThat(List.of(
                        patient.at("/0/content/firstName").textValue(),
                        patient.at("/1/content/firstName").textValue()))
                .containsExactlyInAnyOrder("First1", "New");
        assertThat(json(200, get("/payments/b/history")).path("items").findValuesAsText("deleted"))
                .contains("true");
        HttpResponse<String> page = get("/patients/1/history?limit=1");
        String link = page.headers().firstValue("Link").orElseThrow();
        assertThat(link).startsWith("</patients/1/history?");
        assertThat(json(200, get(link.substring(1, link.indexOf('>')))).path("items"))
                .hasSize(1);
        assertThat(json(200, get("/patients/1/history?page=9")).path("items")).isEmpty();
    }

    @Test
    void whatIsNotThereIsReported() {
        json(200, post("/payments?lift=deletions", Samples.array(Samples.payment("a", "1", "8"))));

        for (String path :
                List.of("/patients/9", "/payments/9", "/payments/b", "/patients/9/history", "/payments/9/history")) {
            assertThat(problem(404, "no-record", get(path)).toString()).doesNotContain("\"9\"");
        }
        json(200, get("/payments/b/history"));
        problem(404, "not-found", get("/patients/1/payments"));
        problem(404, "not-found", get("/patients//history"));
        problem(400, "bad-request", get("/patients/1?limit=0"));
    }

    @Test
    void anIdMayHaveAnyCharacter() {
        for (String id : List.of("a/b", "50%", "a+b c", "\u00fc?#", "history", "..;")) {
            json(200, post("/patients?lift=deletions,changes", Samples.array(Samples.patient(id))));
            String path =
                    "/patients/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");

            assertThat(json(200, get(path)).at("/patient/externalId").textValue())
                    .isEqualTo(id);
            HttpResponse<String> versions = get(path + "/history?limit=1");
            assertThat(texts(json(200, versions).findValue("items"), "fromRun")).hasSize(1);
        }
    }
}
