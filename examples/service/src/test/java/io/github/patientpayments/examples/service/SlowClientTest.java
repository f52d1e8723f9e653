package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send or take nothing, and responses that take too long. */
class SlowClientTest extends ServiceTest {

    @TempDir
    Path folder;

    @Test
    void aBodyThatDoesNotArriveIsAnswered() throws IOException {
        start("--client-timeout", "1", "--upload-folder", folder.toString(), "--max-uploads", "1");
        try (PendingUpload upload = PendingUpload.begin(port(), folder, 100)) {
            upload.send("[");

            assertThat(upload.answer()).contains("HTTP/1.1 408", "urn:patient-payments:request-timeout", "for 1 s");
        }
        await("no people's records in files", () -> isEmpty(folder));
        await(
                "the place of the upload",
                () -> post("/patients", Samples.PATIENTS).statusCode() == 200);
    }

    /** A byte now and then is as good as nothing. */
    @Test
    void aBodyThatTricklesIsAnswered() throws Exception {
        start("--client-timeout", "1", "--upload-folder", folder.toString());
        try (PendingUpload upload = PendingUpload.begin(port(), folder, 1_000_000)) {
            Thread trickle = new Thread(() -> {
                try {
                    while (true) {
                        upload.send(" ");
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException e) {
                    // closed, at last
                }
            });
            trickle.start();

            upload.await("HTTP/1.1 408");
            trickle.join();
        }
    }

    @Test
    void aHeadThatDoesNotArriveIsCutOff() throws IOException {
        start("--client-timeout", "1");
        try (Socket client = new Socket("localhost", port())) {
            client.setSoTimeout(60_000);
            client.getOutputStream().write("GET /patients HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void clientsThatTakeNothingKeepNobodyWaitingAndAreCutOff() throws Exception {
        start("--client-timeout", "2", "--max-requests", "2");
        String name = "\u20ac".repeat(250);
        json(
                200,
                post(
                        "/patients",
                        Samples.array(IntStream.range(0, 1_000)
                                .mapToObj(i -> Samples.patient("p" + i, name, name))
                                .toArray(String[]::new))));
        try (Crowd crowd = new Crowd()) {
            for (int i = 0; i < 8; i++) {
                await("a place", () -> crowd.asks("/patients?limit=1000"));
            }
            json(200, get("/runs"));

            String cut = "http_server_requests_seconds_count{method=\"GET\",status=\"broken\",uri=\"/patients\"} 8";
            await(cut, () -> get("/metrics").body().contains(cut));
        }
    }

    /** Clients that ask and take nothing. */
    private final class Crowd implements Closeable {

        private final List<Socket> sockets = new ArrayList<>();

        /** Whether it was answered that it is served. */
        boolean asks(String path) {
            try {
                Socket socket = new Socket();
                sockets.add(socket);
                socket.setReceiveBufferSize(1_024);
                socket.setSoTimeout(60_000);
                socket.connect(new InetSocketAddress("localhost", port()));
                socket.getOutputStream().write(RawHttp.head("GET " + path).getBytes(StandardCharsets.US_ASCII));
                byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
                return new String(status, StandardCharsets.US_ASCII).endsWith("200");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void aResponseThatTakesTooLongNamesTheRun() throws Exception {
        start("--response-timeout", "1", "--lock-timeout", "60");
        JsonNode problem;
        try (Connection other = DriverManager.getConnection(jdbcUrl)) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");

            HttpResponse<String> answer = post("/patients", Samples.PATIENTS);

            problem = problem(503, "response-timeout", answer);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            other.rollback();
        }
        String run = "/runs/" + problem.path("attempt").textValue();
        assertThat(problem.path("detail").textValue()).contains("GET " + run);
        await("the run", () -> get(run).statusCode() == 200);
        assertThat(json(200, get("/patients")).path("items")).hasSize(4);
    }

    /** The time for the request is over, too, though nothing of it is waited for: its body is not read. */
    @Test
    void aRequestWhoseBodyIsNotReadIsNotTakenForASlowOne() throws Exception {
        start("--request-timeout", "1", "--lock-timeout", "2");
        json(200, post("/patients", Samples.PATIENTS));
        try (Connection other = DriverManager.getConnection(jdbcUrl)) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT * FROM " + schema + ".store_state FOR UPDATE");

            problem(503, "busy", send("PUT", "/revert?to_run=0", JSON, BodyPublishers.ofString("{}")));
            other.rollback();
        }
    }

    @Test
    void aThreadIsKeptForEachClientAndNotForEachRequest() throws Exception {
        start();
        int clients = 10;
        ExecutorService crowd = Executors.newFixedThreadPool(clients);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            all.add(crowd.submit(() -> IntStream.range(0, 60).forEach(k -> get("/runs"))));
        }
        for (Future<?> one : all) {
            one.get();
        }
        crowd.shutdown();

        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("http-"))
                .count();
        // Some end a request while their client sends the next one. There were 320.
        assertThat(threads).isLessThanOrEqualTo(10L * clients);
    }
}
