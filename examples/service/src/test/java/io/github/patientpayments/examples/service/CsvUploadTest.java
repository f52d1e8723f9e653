package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV is stored like JSON, and answered with the run. */
class CsvUploadTest extends ServiceTest {

    private static final String RUN = "application/vnd.patient-payments.run+json";
    private static final String CSV = "text/csv";
    private static final String PATIENTS = """
            externalId;lastName;firstName;dateOfBirth
            8;Batti;Roy;1993-06-12
            15;Tyrell;Eldon;1956-04-01
            """;

    @BeforeEach
    void startIt() {
        start();
    }

    @Test
    void itIsStoredAndAnsweredWithTheRun() {
        HttpResponse<String> answer = csv("/patients?count=2", CSV, PATIENTS);

        assertThat(json(200, answer).at("/patients/inserted").asInt()).isEqualTo(2);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(RUN);
        assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
        assertThat(answer.headers().firstValue("Link").orElseThrow())
                .contains(json(answer.body()).path("attempt").asText());
        assertThat(lastNames()).isEqualTo("Batti, Tyrell");

        HttpResponse<String> asked = csv("/patients?count=2", CSV, PATIENTS, "Prefer", "return=minimal");

        assertThat(json(200, asked).path("status").asText()).isEqualTo("UNCHANGED");
        assertThat(asked.headers().firstValue("Preference-Applied")).hasValue("return=minimal");
    }

    @Test
    void rejectedRecordsAreInTheRun() {
        json(200, csv("/patients?count=2", CSV, PATIENTS));

        JsonNode run =
                json(200, csv("/payments?count=3", CSV, "externalId,patientId,amount\na,8,7.1\nb,9,1\nc,15,x\n"));

        assertThat(run.at("/payments/inserted").asInt()).isEqualTo(1);
        assertThat(run.at("/payments/rejected").asInt()).isEqualTo(2);
        assertThat(texts(json(200, get("/rejections")).path("items"), "externalId"))
                .containsExactly("b", "c");
    }

    @Test
    void aDeltaDeletesWhatIsMarked() {
        json(200, csv("/patients?count=2", CSV, PATIENTS));

        JsonNode run = json(
                200, send("PATCH", "/patients?count=1", CSV, BodyPublishers.ofString("externalId,deleted\n8,true\n")));

        assertThat(run.at("/patients/deleted").asInt()).isEqualTo(1);
        assertThat(lastNames()).isEqualTo("Tyrell");
    }

    @Test
    void whatIsWrongIsNamedWithoutThePatient() {
        JsonNode unterminated = invalid(csv("/patients", CSV, PATIENTS));
        assertThat(unterminated.path("detail").asText()).contains("?count=", "?accept_unterminated=true");

        JsonNode columns = invalid(csv("/patients?count=1", CSV, "8;Batti;Roy;1993-06-12\n"));
        assertThat(columns.path("detail").asText())
                .contains("externalId, firstName, lastName", "or columns in the csv of the service's --mapping");
        assertThat(columns.path("line").asInt()).isEqualTo(1);

        JsonNode quote = invalid(csv("/patients?count=2", CSV, PATIENTS + "4;\"Batti\" x;Pris;\n"));
        assertThat(quote.path("line").asInt()).isEqualTo(4);
        assertThat(quote.path("record").asInt()).isEqualTo(3);

        assertThat(invalid(csv("/patients?count=2", JSON, PATIENTS))
                        .path("detail")
                        .asText())
                .contains("CSV");
        assertThat(csv("/patients?count=3", CSV, PATIENTS).statusCode()).isEqualTo(409);
        assertThat(lastNames()).isEmpty();
    }

    private static JsonNode invalid(HttpResponse<String> answer) {
        assertThat(answer.body()).doesNotContain("Batti", "Roy", "1993");
        return problem(400, "unreadable", answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/csv;charset=windows-1252",
                "Text/CSV; header=present; Charset=\"Windows-1252\"",
                "text/csv; charset=UTF-16"
            })
    void theCharsetOfTheContentTypeIsTheEncoding(String mediaType) {
        Charset charset = Charset.forName(mediaType.contains("16") ? "UTF-16" : "windows-1252");
        byte[] bytes = PATIENTS.replace("Batti", "Bätti€").getBytes(charset);

        json(200, send("POST", "/patients?count=2", mediaType, BodyPublishers.ofByteArray(bytes)));

        assertThat(lastNames()).isEqualTo("Bätti€, Tyrell");
        problem(400, "unreadable", send("POST", "/patients?count=2", CSV, BodyPublishers.ofByteArray(bytes)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"latin-x", "", "\"a b\""})
    void anUnknownCharsetIsNotSupported(String charset) {
        HttpResponse<String> answer = csv("/patients?count=2", "text/csv; charset=" + charset, PATIENTS);

        assertThat(problem(415, "media-type", answer).path("detail").asText())
                .startsWith("The charset of the Content-Type is unknown.")
                .doesNotContain("latin-x");
        assertThat(answer.headers().firstValue("Accept-Post").orElseThrow()).contains(CSV);
        assertThat(lastNames()).isEmpty();
    }

    @Test
    void itMayBeGzip() {
        byte[] packed = UploadContract.packed(PATIENTS);

        JsonNode run = json(
                200, send("POST", "/patients", CSV, BodyPublishers.ofByteArray(packed), "Content-Encoding", "gzip"));

        assertThat(run.at("/patients/inserted").asInt()).isEqualTo(2);
        assertThat(json(200, send("POST", "/patients", CSV, BodyPublishers.ofByteArray(packed)))
                        .path("status")
                        .asText())
                .isEqualTo("UNCHANGED");
        byte[] cut = Arrays.copyOf(packed, packed.length - 4);
        invalid(send("POST", "/patients", CSV, BodyPublishers.ofByteArray(cut), "Content-Encoding", "gzip"));
    }

    /** The second chunk has a wrong end. Its first byte is a zero, as before a trailer field. */
    @Test
    void aDamagedChunkOfUtf16IsNotTakenForATrailerField() {
        byte[] text = PATIENTS.getBytes(StandardCharsets.UTF_16BE);
        String all = new String(text, StandardCharsets.ISO_8859_1);
        String begin = all.substring(0, all.length() - 52);
        String rest = all.substring(all.length() - 52);
        assertThat(rest).startsWith("\0");
        String head = RawHttp.head(
                "POST /patients?accept_unterminated=true",
                "Content-Type: text/csv; charset=utf-16be",
                "Transfer-Encoding: chunked",
                "Trailer: X-Sum");

        String answer =
                RawHttp.text(port(), head + chunk(begin) + chunk(rest).replaceFirst("\r\n$", "X") + "0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(lastNames()).isEmpty();
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private HttpResponse<String> csv(String path, String mediaType, String text, String... headers) {
        return send("POST", path, mediaType, BodyPublishers.ofString(text), headers);
    }

    private String lastNames() {
        return String.join(", ", texts(json(200, get("/patients")).path("items"), "lastName"));
    }
}
