package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that was started with a mapping reads uploads with it. */
class MappedUploadTest extends ServiceTest {

    private static final String RUN = "application/vnd.patient-payments.run+json";
    private static final String CSV = "text/csv";

    private static final String OF_PAYMENTS = """
            {"payments": {
              "records": "/page/data",
              "fields": {"externalId": "id", "patientId": "patient.number",
                         "amount": {"from": "cents", "minorUnits": 2}},
              "where": [{"from": "status", "notIn": ["void", "draft"]}]}}
            """;

    private static final String ENVELOPE = """
            {"page": {"data": [
              {"id": "a", "patient": {"number": 1}, "cents": 710, "status": "paid"},
              {"id": "b", "patient": {"number": 1}, "cents": 929, "status": "void"},
              {"id": "c", "patient": {"number": 1}, "cents": 229},
              {"id": "d", "patient": {"number": 2}, "cents": "Batti", "status": "paid"},
              {"id": "e", "patient": {"number": 2}, "status": "draft"}
            ], "has_more": %s}}
            """;

    private static final String OF_CSV = """
            {"patients": {
              "csv": {"encoding": "windows-1252", "delimiter": "|", "columns": ["nr", "last", "first"]},
              "fields": {"externalId": "nr", "firstName": "first", "lastName": "last"},
              "trailer": {"first": "T", "values": ["", "count"]}}}
            """;

    @TempDir
    Path folder;

    private void startWith(String mapping) throws IOException {
        Path file = Files.writeString(folder.resolve("mapping.json"), mapping);
        start("--mapping", file.toString());
    }

    @Test
    void anEnvelopeIsReadAndItsFilteredRecordsAreCounted() throws IOException {
        startWith(OF_PAYMENTS);
        json(200, post("/patients", Samples.array(Samples.patient("1"), Samples.patient("2"))));

        HttpResponse<String> answer = post("/payments", ENVELOPE.formatted("false"));

        JsonNode payments = json(200, answer).path("payments");
        assertThat(payments.path("read").asInt()).isEqualTo(3);
        assertThat(payments.path("filtered").asInt()).isEqualTo(2);
        assertThat(payments.path("inserted").asInt()).isEqualTo(2);
        assertThat(payments.path("rejected").asInt()).isEqualTo(1);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(RUN);
        assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
        assertThat(json(200, get("/runs?limit=1")).path("items").get(0)).isEqualTo(json(answer.body()));
        assertThat(texts(json(200, get("/payments")).path("items"), "amount")).containsExactly("7.10", "2.29");

        JsonNode rejections = json(200, get("/rejections")).path("items");
        assertThat(rejections.at("/0/faults/0/code").asText()).isEqualTo("INVALID_NUMBER");
        assertThat(rejections.toString()).doesNotContain("Batti");
    }

    @Test
    void aDeltaIsReadWithIt() throws IOException {
        startWith(OF_PAYMENTS);
        json(200, post("/patients", Samples.array(Samples.patient("1"))));

        String change = "{\"page\": {\"data\": [{\"id\": \"a\", \"patient\": {\"number\": 1}, \"cents\": 1}]}}";
        JsonNode run = json(200, send("PATCH", "/payments", JSON, BodyPublishers.ofString(change)));

        assertThat(run.at("/payments/inserted").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsWrongIsNamedWithoutThePatient() throws IOException {
        startWith(OF_PAYMENTS);

        HttpResponse<String> page = post("/payments", ENVELOPE.formatted("true"));
        HttpResponse<String> columns = send("POST", "/payments?count=1", CSV, BodyPublishers.ofString("Batti,9.29\n"));
        HttpResponse<String> own = post("/payments", Samples.PAYMENTS);

        assertThat(problem(400, "unreadable", page).path("detail").asText())
                .contains("its last page says that there is another one");
        assertThat(problem(400, "bad-request", columns).path("detail").asText())
                .contains("The mapping says that the payments are JSON with an envelope, and the source is CSV");
        problem(400, "unreadable", own);
        for (HttpResponse<String> answer : List.of(page, columns, own)) {
            assertThat(answer.body()).doesNotContain("Batti", "9.29");
        }
    }

    @Test
    void aSetWithoutAPartStaysAsItIs() throws IOException {
        startWith(OF_CSV);
        byte[] text = "1|Bätti|Roy\n2|Tyrell|Eldon\nT|2\n".getBytes(Charset.forName("windows-1252"));
        json(200, send("POST", "/patients", CSV, BodyPublishers.ofByteArray(text)));

        HttpResponse<String> answer = post("/payments", Samples.array(Samples.payment("a", "1", "7.1")));

        assertThat(json(200, answer).at("/0/data/patient/lastName").asText()).isEqualTo("Bätti");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(JSON);
    }

    @Test
    void theCharsetOfTheContentTypeGoesBeforeThatOfTheMapping() throws IOException {
        startWith(OF_CSV);
        byte[] text = "1|Bätti|Roy\nT|1\n".getBytes(StandardCharsets.UTF_8);

        json(200, send("POST", "/patients", CSV + "; charset=UTF-8", BodyPublishers.ofByteArray(text)));

        assertThat(json(200, get("/patients")).at("/items/0/lastName").asText()).isEqualTo("Bätti");
    }

    @Test
    void theTrailerOfAMappingIsChecked() throws IOException {
        startWith(OF_CSV);

        for (String wrong : new String[] {"1|Batti|Roy\n", "nr|last|first\n1|Batti|Roy\nT|1\n"}) {
            HttpResponse<String> answer = send("POST", "/patients", CSV, BodyPublishers.ofString(wrong));
            problem(400, "unreadable", answer);
            assertThat(answer.body()).doesNotContain("Batti", "Roy", "…");
        }
        assertThat(problem(
                                409,
                                "refused",
                                send("POST", "/patients", CSV, BodyPublishers.ofString("1|Batti|Roy\nT|2\n")))
                        .path("lift")
                        .asText())
                .isEqualTo("control-totals");
        assertThat(json(200, get("/patients")).path("items")).isEmpty();
    }
}
