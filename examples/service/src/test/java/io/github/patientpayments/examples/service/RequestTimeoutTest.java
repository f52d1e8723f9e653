package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** A request that is answered with 408 changes nothing, however late the answer is sent. */
class RequestTimeoutTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Limits LIMITS = new Limits(10, 10, LONG, Duration.ofMillis(500), LONG, LONG);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch isRunning = new CountDownLatch(1);
    private final LinkedBlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> outcome = new LinkedBlockingQueue<>();

    /** Runs the request, and keeps the answer of the timeout until the test lets it go. */
    private void execute(Runnable task) {
        if (isRunning.getCount() > 0) {
            isRunning.countDown();
            threads.execute(task);
        } else {
            answers.add(task);
        }
    }

    @Test
    void aRequestThatIsCompletedWhileItIsAnsweredWith408IsNotCarriedOut() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (ClientTimeouts timeouts = new ClientTimeouts(LIMITS, this::execute);
                Socket client = new Socket()) {
            server.setExecutor(timeouts);
            server.createContext("/", this::serve);
            server.start();
            client.connect(server.getAddress());
            client.setSoTimeout(60_000);
            send(client, RawHttp.head("POST /patients", "Content-Length: 2") + "[");
            Runnable answer = answers.take();
            send(client, "]");

            assertThat(outcome.take()).isEqualTo("not carried out");
            threads.execute(answer);
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("HTTP/1.1 408", "Nothing was changed");
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void serve(HttpExchange http) throws IOException {
        Exchange exchange = new Exchange(http, ClientTimeouts.current());
        try {
            exchange.body().readAllBytes();
            outcome.add("carried out");
        } catch (ClientWait.TimedOut e) {
            outcome.add("not carried out");
        }
        exchange.text("text/plain", "done");
    }
}
