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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service with a heap of 64 MiB takes in, and answers, many records and large ones. */
class ServiceMemoryIT {

    private static final int PATIENTS = 100_000;
    private static final int PAYMENTS = 1_000_000;

    /** Every hundredth payment is one of nobody. */
    private static final int WRONG = 100;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void aMillionRecordsAreAnswered() throws Exception {
        try (ServiceProcess service = start("service_memory_many")) {
            assertThat(failures(service, "/patients", PATIENTS, i -> Samples.patient("patient-" + i)))
                    .isZero();
            assertThat(failures(service, "/payments", PAYMENTS, ServiceMemoryIT::payment))
                    .isEqualTo(PAYMENTS / WRONG);
            assertThat(service.send(service.request("/totals")))
                    .contains("\"payments\":990000", "\"sum\":\"9900000.00\"");
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
        try (ServiceProcess service = start(schema)) {
            String start = "{" + unknownFields + ",";
            assertThat(failures(
                            service,
                            "/patients",
                            many,
                            i -> start + Samples.patient("patient-" + i).substring(1)))
                    .isZero();
        }
    }

    private static ServiceProcess start(String schema) throws IOException {
        return new ServiceProcess(
                List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"),
                "--port",
                "0",
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
