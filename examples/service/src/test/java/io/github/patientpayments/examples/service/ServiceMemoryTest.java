package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.patientpayments.examples.testing.Postgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A service with a small heap answers many records, and large ones. {@code -Dmemory.payments=1000000 -Dmemory.heap=64m}
 * tries more of them; the heap grows less than their number.
 */
@Tag("exhaustive")
class ServiceMemoryTest {

    private static final int PAYMENTS = Integer.getInteger("memory.payments", 100_000);
    private static final int PATIENTS = PAYMENTS / 10;
    private static final String HEAP = System.getProperty("memory.heap", "24m");

    /** Every hundredth payment names an unknown patient. */
    private static final int WRONG = 100;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void manyRecordsAreAnswered() throws Exception {
        try (ServiceProcess service = start("service_memory_many", HEAP)) {
            assertThat(failures(service, "/patients", PATIENTS, i -> Samples.patient("patient-" + i)))
                    .isZero();
            assertThat(failures(service, "/payments", PAYMENTS, ServiceMemoryTest::payment))
                    .isEqualTo(PAYMENTS / WRONG);
            int valid = PAYMENTS - PAYMENTS / WRONG;
            assertThat(service.send(service.request("/totals")))
                    .contains("\"payments\":" + valid + ",", "\"sum\":\"" + valid * 10L + ".00\"");
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void recordsOfAlmostAMebibyteAreAnswered() throws Exception {
        assertAnswered("service_memory_large", 150, "\"note\":\"" + "x".repeat(1_000_000) + "\"");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void recordsOfManyFieldsAreAnswered() throws Exception {
        String fields =
                IntStream.range(0, 1_000).mapToObj(i -> "\"k" + i + "\":7").collect(Collectors.joining(","));
        assertAnswered("service_memory_fields", 1_000, fields);
    }

    private static void assertAnswered(String schema, int many, String unknownFields) throws Exception {
        try (ServiceProcess service = start(schema, "64m")) {
            String start = "{" + unknownFields + ",";
            assertThat(failures(
                            service,
                            "/patients",
                            many,
                            i -> start + Samples.patient("patient-" + i).substring(1)))
                    .isZero();
        }
    }

    private static ServiceProcess start(String schema, String heap) throws IOException {
        return new ServiceProcess(
                List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"),
                "--port",
                "0",
                "--no-held",
                "--migrate",
                "--schema",
                schema,
                "--jdbc-url",
                Postgres.url());
    }

    private static String payment(int i) {
        String patient = i % WRONG == 0 ? "nobody" : "patient-" + i % PATIENTS;
        return Samples.payment("payment-" + i, patient, "10.00");
    }

    private static int failures(ServiceProcess service, String path, int many, IntFunction<String> record)
            throws Exception {
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .send(
                        service.request(path)
                                .header("Accept-Encoding", "gzip")
                                .POST(BodyPublishers.ofByteArrays(array(many, record)))
                                .build(),
                        BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).as(service.output()).isEqualTo(200);
        int answers = 0;
        int failures = 0;
        try (JsonParser json = new JsonFactory().createParser(new GZIPInputStream(answer.body()))) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING && "status".equals(json.currentName())) {
                    answers++;
                    failures += json.getText().equals("fail") ? 1 : 0;
                }
            }
        }
        assertThat(answers).isEqualTo(many);
        return failures;
    }

    /** Made while it is sent. */
    private static Iterable<byte[]> array(int many, IntFunction<String> record) {
        return () -> Stream.concat(
                        IntStream.rangeClosed(1, many).mapToObj(i -> (i == 1 ? "[" : ",\n") + record.apply(i)),
                        Stream.of("]"))
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .iterator();
    }
}
