package io.github.patientpayments.examples.service;

import com.sun.net.httpserver.HttpExchange;
import io.github.patientpayments.examples.common.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Decides who answers a request: the thread that works on it, or the one that finds that its time is over. The response
 * of the JDK's exchange is written by that one alone. Thread-safe.
 */
final class LateAnswer {

    private static final long LONGEST_SECONDS = 120;

    /** Who answers. */
    private enum By {
        NOBODY,
        HANDLER,
        TIMEOUT
    }

    private final HttpExchange http;
    private final AtomicReference<By> by = new AtomicReference<>(By.NOBODY);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int status;

    LateAnswer(HttpExchange http) {
        this.http = http;
    }

    /** Claims the response for the timeout; false if it is claimed already. */
    boolean claim() {
        return by.compareAndSet(By.NOBODY, By.TIMEOUT);
    }

    /** Whether the response is the timeout's. */
    boolean isClaimed() {
        return by.get() == By.TIMEOUT;
    }

    /** Claims the response for the handler, or throws once the other thread has ended with it. */
    void preclude() throws IOException {
        if (by.compareAndSet(By.NOBODY, By.HANDLER) || by.get() == By.HANDLER) {
            return;
        }
        try {
            ended.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ClientWait.TimedOut();
    }

    /** Sends a problem. The connection is closed by the thread that works on the request. */
    void send(Problem problem) {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            try (Json json = new Json(body)) {
                problem.write(json);
            }
            Exchange.headers(http.getResponseHeaders());
            problem.headers().forEach(http.getResponseHeaders()::set);
            http.getResponseHeaders().set("Content-Type", Problem.MEDIA_TYPE);
            http.getResponseHeaders().set("Connection", "close");
            status = problem.status();
            boolean head = http.getRequestMethod().equals("HEAD");
            http.sendResponseHeaders(problem.status(), head ? -1 : body.size());
            if (!head) {
                OutputStream out = http.getResponseBody();
                body.writeTo(out);
                out.flush();
            }
        } catch (IOException e) {
            // The client has gone, or takes nothing.
        } finally {
            end();
        }
    }

    /** Ends what was claimed. */
    void end() {
        ended.countDown();
    }

    /** The status that was sent; 0 if none was. */
    int status() {
        return status;
    }
}
