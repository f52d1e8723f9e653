package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be sent, and what is said to it. */
abstract class UploadContract extends ServiceTest {

    private static final String NDJSON = "application/x-ndjson";
    private static final String TWO_LINES = Samples.patient("1") + "\n" + Samples.patient("2") + "\n";

    UploadContract(String jdbcUrl) {
        super(jdbcUrl);
    }

    @BeforeEach
    void startIt() {
        start();
    }

    @Test
    void aFieldWithSeveralFaultsNamesThemAll() {
        String name = "\\u0000" + "x".repeat(300);
        JsonNode answer = json(
                200,
                post(
                        "/patients",
                        Samples.array(
                                Samples.patient("ok"),
                                "{\"externalId\":\"1\",\"firstName\":\"%s\",\"dateOfBirth\":\"1900-01-01\"}"
                                        .formatted(name),
                                "17")));

        assertThat(answer.get(1)).isEqualTo(json("""
                {"status": "fail",
                 "data": {"middle_name": null, "external_id": "1"},
                 "errors": {
                   "first_name": ["First name cannot be longer than 250 characters",
                                  "First name contains a character that cannot be stored"],
                   "last_name": ["Last name is required"],
                   "date_of_birth": ["Date of birth cannot be less or equal than 1900"]}}
                """));
        assertThat(answer.get(2)).isEqualTo(json("""
                {"status": "fail", "data": {}, "errors": {"record": ["The record is not an object"]}}
                """));
    }

    /** More rejections than a page of the store holds, some at the borders of pages. */
    @Test
    void everyRecordOfManyIsAnsweredInItsPlace() {
        String records = IntStream.rangeClosed(1, 3_000)
                .mapToObj(i -> i % 4 == 0 ? Samples.patient("p" + i) : Samples.patient("p" + i, "", "Name"))
                .collect(Collectors.joining(",", "[", "]"));

        problem(409, "refused", post("/patients", records));
        JsonNode answer = json(200, post("/patients?lift=too-many-rejections", records));

        assertThat(answer).hasSize(3_000);
        for (int i = 1; i <= 3_000; i++) {
            JsonNode one = answer.get(i - 1);
            assertThat(one.path("status").textValue()).as("no. " + i).isEqualTo(i % 4 == 0 ? "success" : "fail");
            assertThat(one.at("/data/external_id").textValue()).isEqualTo("p" + i);
        }
    }

    @Test
    void aRecordWithTheIdOfAnotherFails() {
        JsonNode answer = json(
                200,
                post(
                        "/patients",
                        Samples.array(
                                Samples.patient("1"), Samples.patient("1"), Samples.patient("1", "Other", "One"))));

        assertThat(texts(answer, "status")).containsExactly("success", "success", "fail");
        assertThat(answer.get(2).path("errors"))
                .isEqualTo(json("{\"external_id\":[\"A different record with the same external id came before\"]}"));
    }

    @Test
    void aDeltaLeavesAloneWhatItDoesNotName() {
        send3Patients();

        JsonNode answer = json(
                200,
                send(
                        "PATCH",
                        "/patients",
                        JSON,
                        BodyPublishers.ofString(Samples.array(
                                Samples.patient("2", "Changed", "Name"), "{\"externalId\":\"3\",\"deleted\":true}"))));

        assertThat(answer.get(0).at("/data/first_name").textValue()).isEqualTo("Changed");
        assertThat(answer.get(1))
                .isEqualTo(json("{\"status\":\"success\",\"data\":{\"external_id\":\"3\",\"deleted\":true}}"));
        assertThat(texts(items("/patients"), "firstName")).containsExactly("First1", "Changed");
    }

    @Test
    void aDeltaOfPaymentsToo() {
        send3Patients();
        json(200, post("/payments", Samples.array(Samples.payment("a", "1", "1"), Samples.payment("b", "1", "2"))));

        json(
                200,
                send("PATCH", "/payments", JSON, BodyPublishers.ofString("[{\"externalId\":\"a\",\"deleted\":true}]")));

        assertThat(texts(items("/payments"), "externalId")).containsExactly("b");
    }

    @Test
    void linesAreAcceptedWithACountOrPackedOrWithAcceptUnterminated() {
        assertThat(problem(400, "unreadable", send("POST", "/patients", NDJSON, text(TWO_LINES)))
                        .path("detail")
                        .textValue())
                .contains("?count=", "?accept_unterminated=true")
                .doesNotContain("acceptUnterminated", ",,");
        assertThat(json(200, send("POST", "/patients?count=2", NDJSON, text(TWO_LINES))))
                .hasSize(2);
        assertThat(json(200, send("POST", "/patients?accept_unterminated=true", NDJSON, text(TWO_LINES))))
                .hasSize(2);
        assertThat(json(200, send("POST", "/patients", NDJSON, gzip(TWO_LINES), "Content-Encoding", "gzip")))
                .hasSize(2);
        assertThat(json(200, send("POST", "/patients", "application/gzip", gzip(TWO_LINES))))
                .hasSize(2);
        BodyPublisher zip = BodyPublishers.ofByteArray(zipped(TWO_LINES));
        assertThat(texts(json(200, send("POST", "/patients", "application/zip", zip)), "status"))
                .containsExactly("success", "success");
        assertThat(items("/patients")).hasSize(2);
    }

    @Test
    void truncatedGzipAndZipAreRejected() {
        byte[] packed = packed(Samples.PATIENTS);
        BodyPublisher cut = BodyPublishers.ofByteArray(Arrays.copyOf(packed, packed.length - 4));
        byte[] zipped = zipped(Samples.PATIENTS);
        BodyPublisher cutZip = BodyPublishers.ofByteArray(Arrays.copyOf(zipped, zipped.length - 1));

        problem(400, "unreadable", send("POST", "/patients", JSON, cut, "Content-Encoding", "gzip"));
        problem(400, "unreadable", send("POST", "/patients", "application/zip", cutZip));

        assertThat(items("/patients")).isEmpty();
    }

    @Test
    void aRefusalIsAConflictThatNamesTheReasonsToLift() {
        send3Patients();

        JsonNode problem = problem(409, "refused", post("/patients", "[]"));

        assertThat(problem.path("lift").textValue()).isEqualTo("empty,deletions");
        assertThat(problem.path("detail").textValue())
                .endsWith("If the upload is correct, send it with ?lift=empty,deletions; to apply everything except the"
                        + " deletions, with ?keep_missing=true");
        assertThat(texts(problem.path("refusals"), "reason")).containsExactly("EMPTY", "DELETIONS");
        assertThat(problem.at("/report/status").textValue()).isEqualTo("REFUSED");
        assertThat(problem.at("/report/patients/deleted").asInt()).isEqualTo(3);
        assertThat(items("/patients")).hasSize(3);
        assertThat(json(200, post("/patients?lift=empty,deletions", "[]"))).isEmpty();
        assertThat(items("/patients")).isEmpty();
    }

    @Test
    void deletionsCanBeWithheld() {
        send3Patients();

        json(200, post("/patients?keep_missing=true", Samples.array(Samples.patient("9"))));

        assertThat(items("/patients")).hasSize(4);
        assertThat(json(200, get("/runs?limit=1"))
                        .at("/items/0/patients/withheld")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void severalReasonsAreLiftedAtOnce() {
        send3Patients();
        String all = Samples.array(Samples.patient("1", "", ""));
        assertThat(problem(409, "refused", post("/patients?count=7", all))
                        .path("lift")
                        .textValue())
                .isEqualTo("control-totals,all-rejected");

        JsonNode answer = json(200, post("/patients?count=7&lift=control-totals,all-rejected", all));

        assertThat(texts(answer, "status")).containsExactly("fail");
    }

    @Test
    void anUnknownReasonCannotBeLifted() {
        assertThat(problem(400, "bad-request", post("/patients?lift=everything", "[]"))
                        .path("detail")
                        .textValue())
                .contains("deletions")
                .doesNotContain("base-moved", "host");
    }

    @Test
    void controlTotalsAreChecked() {
        send3Patients();
        String one = Samples.array(Samples.payment("a", "1", "7.10"));

        for (String wrong : new String[] {"count=2", "sum=7.11", "count=1&sum=0"}) {
            assertThat(problem(409, "refused", post("/payments?" + wrong, one))
                            .path("lift")
                            .textValue())
                    .isEqualTo("control-totals");
        }
        json(200, post("/payments?count=1&sum=7.1&exported_at=2026-01-02T00:00:00Z", one));
        assertThat(problem(409, "refused", post("/payments?exported_at=2026-01-01T00:00:00Z", one))
                        .path("lift")
                        .textValue())
                .isEqualTo("stale");
    }

    @Test
    void preferReturnMinimalReturnsTheRunAlone() {
        HttpResponse<String> answer = post("/patients", Samples.PATIENTS, "Prefer", "wait=5, return=minimal; x=1");

        assertThat(json(200, answer).at("/patients/inserted").asInt()).isEqualTo(4);
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("return=minimal");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/vnd.patient-payments.run+json");
        String link = answer.headers().firstValue("Link").orElseThrow();
        String path = link.substring(1, link.indexOf('>'));
        assertThat(json(200, get(path))).isEqualTo(json(answer.body()));
    }

    /** Their records are counted and not looked at, whatever is in them: neither a success nor a failure. */
    @Test
    void recordsOfErasedPatientsAreReportedAsSuppressed(@TempDir Path folder) throws IOException {
        byte[] key = "a key of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("key"), key);
        start("--erasure-key-file", file.toString());
        send3Patients();
        erase("2", key);
        String payments = Samples.array(
                Samples.payment("a", "1", "7.1"),
                Samples.payment("b", "2", "\"abc\""),
                Samples.payment("c", "2", "1e99999999"),
                Samples.payment("d", "9", "2"));

        JsonNode answer = json(200, post("/payments", payments));

        assertThat(texts(answer, "status")).containsExactly("success", "suppressed", "suppressed", "fail");
        assertThat(answer.get(1)).isEqualTo(json("""
                {"status": "suppressed", "data": {"external_id": "b"}}
                """));
        assertThat(json(200, post("/payments", payments))).isEqualTo(answer);
        assertThat(texts(items("/payments"), "externalId")).containsExactly("a");

        String patients =
                Samples.array(Samples.patient("1"), "{\"externalId\":\"2\",\"firstName\":\"\"}", Samples.patient("3"));
        for (String method : new String[] {"POST", "PATCH", "POST"}) {
            JsonNode again = json(200, send(method, "/patients", JSON, text(patients)));
            assertThat(texts(again, "status")).containsExactly("success", "suppressed", "success");
        }
        String deletions = "[{\"externalId\":\"2\",\"deleted\":true},{\"externalId\":\"9\",\"deleted\":true}]";
        assertThat(texts(json(200, send("PATCH", "/patients", JSON, text(deletions))), "status"))
                .containsExactly("success", "success");
    }

    @Test
    void eachOfManyPaymentsIsAnsweredWithItsPatient(@TempDir Path folder) throws IOException {
        byte[] key = "a key of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8);
        start("--erasure-key-file", Files.write(folder.resolve("key"), key).toString());
        List<String> ids = IntStream.range(0, 2_100).mapToObj(i -> "p" + i).toList();
        json(
                200,
                post(
                        "/patients",
                        Samples.array(ids.stream().map(Samples::patient).toArray(String[]::new))));
        erase("p999", key);
        erase("p1000", key);

        JsonNode answer = json(
                200,
                post(
                        "/payments",
                        Samples.array(ids.stream()
                                .map(id -> Samples.payment("of " + id, id, "1"))
                                .toArray(String[]::new))));

        List<String> actual = new ArrayList<>();
        answer.forEach(one -> actual.add(one.path("data")
                .path("patient")
                .path("externalId")
                .asText(one.path("status").asText())));
        List<String> expected = new ArrayList<>(ids);
        expected.set(999, "suppressed");
        expected.set(1_000, "suppressed");
        assertThat(actual).isEqualTo(expected);
    }

    private void erase(String patient, byte[] key) {
        HikariDataSource database = new HikariDataSource();
        try (database) {
            database.setJdbcUrl(jdbcUrl);
            PatientPaymentStore.builder(database)
                    .schema(schema)
                    .erasureKey(key)
                    .build()
                    .erase(patient);
        }
    }

    @Test
    void theSameAgainIsAnsweredTheSame() {
        JsonNode first = json(200, post("/patients", Samples.PATIENTS));

        assertThat(json(200, post("/patients", Samples.PATIENTS))).isEqualTo(first);
        send3Patients();
        assertThat(json(
                                200,
                                post(
                                        "/patients",
                                        Samples.array(Samples.patient("1"), Samples.patient("2"), Samples.patient("3")),
                                        "Prefer",
                                        "return=minimal"))
                        .path("status")
                        .textValue())
                .isEqualTo("UNCHANGED");
    }

    private void send3Patients() {
        json(
                200,
                post(
                        "/patients?lift=deletions",
                        Samples.array(Samples.patient("1"), Samples.patient("2"), Samples.patient("3"))));
    }

    private JsonNode items(String path) {
        return json(200, get(path)).path("items");
    }

    private static BodyPublisher text(String text) {
        return BodyPublishers.ofString(text);
    }

    private static BodyPublisher gzip(String text) {
        return BodyPublishers.ofByteArray(packed(text));
    }

    static byte[] packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] zipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("export.json"));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
