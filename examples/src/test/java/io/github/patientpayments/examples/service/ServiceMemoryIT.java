package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.patientpayments.examples.Postgres;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million payments are sent, and each is answered, through a service with a heap of 64 MiB. */
class ServiceMemoryIT {

    private static final int PATIENTS = 10_000;
    private static final int PAYMENTS = 1_000_000;

    /** Every hundredth payment is one of nobody. */
    private static final int WRONG = 100;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void aMillionAnswersNeedNoMoreThan64MebibytesOfHeap() throws Exception {
        try (ServiceProcess service = new ServiceProcess(
                List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"),
                "--port",
                "0",
                "--migrate",
                "--schema",
                "service_memory",
                "--jdbc-url",
                Postgres.url())) {
            assertThat(failures(service, "/patients", PATIENTS, i -> Samples.patient("patient-" + i)))
                    .isZero();
            assertThat(failures(service, "/payments", PAYMENTS, ServiceMemoryIT::payment))
                    .isEqualTo(PAYMENTS / WRONG);
            assertThat(service.send(service.request("/totals")))
                    .contains("\"payments\":990000", "\"sum\":\"9900000.00\"");
        }
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
