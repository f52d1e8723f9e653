package io.github.patientpayments.examples.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.patientpayments.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens, finds the route of a request, and turns whatever goes wrong into a problem that can be read. */
final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private static final int RETRY_SECONDS = 1;

    private final HttpServer server;
    private final ExecutorService threads;
    private final List<Route> routes;
    private final Gate gate;
    private final int maxRequests;
    private final Semaphore places;
    private final Duration drain;
    private final MeterRegistry meters;
    private volatile boolean draining;

    /**
     * A service that does not listen yet.
     *
     * @param connections at once: each may keep a thread waiting, so that some that say nothing hold up nobody else
     * @param maxRequests at once; with one too many, whoever asked is told so
     * @param drain how long to wait for what is running when it is closed
     */
    Service(
            InetSocketAddress address,
            List<Route> routes,
            Gate gate,
            int connections,
            int maxRequests,
            Duration drain,
            MeterRegistry meters)
            throws IOException {
        this.server = HttpServer.create(address, 0);
        this.threads = Executors.newFixedThreadPool(connections);
        this.routes = routes;
        this.gate = gate;
        this.maxRequests = maxRequests;
        this.places = new Semaphore(maxRequests);
        this.drain = drain;
        this.meters = meters;
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Takes nothing new, lets what is running come to its end, and stops. */
    @Override
    public void close() {
        draining = true;
        try {
            if (!places.tryAcquire(maxRequests, drain.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Stopped while requests were running: what they have not committed is undone");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        Timer.Sample time = Timer.start(meters);
        Call call = new Call(exchange);
        List<Route> ofPath =
                routes.stream().filter(route -> route.matches(call.path())).toList();
        Optional<Route> route = ofPath.stream()
                .filter(one -> one.method().equals(call.method()))
                .findFirst();
        boolean whole = false;
        try {
            answer(call, () -> dispatch(call, ofPath, route));
            exchange.close();
            whole = true;
        } finally {
            finished(call, route, time, whole);
        }
    }

    private void dispatch(Call call, List<Route> ofPath, Optional<Route> found) throws IOException {
        if (draining) {
            throw Problem.later("stopping", "The service is stopping", "Ask again when it is back.", RETRY_SECONDS)
                    .header("Connection", "close");
        }
        gate.checkRate(call);
        if (found.isPresent() && found.get().open()) {
            found.get().handle(call);
            return;
        }
        gate.checkCaller(call);
        Route route = found.orElseThrow(() -> notFound(ofPath));
        if (!places.tryAcquire()) {
            throw Problem.later("too-many-at-once", "Too many requests at once", "Ask again.", RETRY_SECONDS);
        }
        try {
            route.handle(call);
        } finally {
            places.release();
        }
    }

    private static Problem notFound(List<Route> ofPath) {
        if (ofPath.isEmpty()) {
            return new Problem(404, "not-found", "There is nothing here", "GET /openapi.json tells what there is.");
        }
        String allowed = ofPath.stream()
                .map(Route::method)
                .map(method -> method.equals("GET") ? "GET, HEAD" : method)
                .collect(Collectors.joining(", "));
        return new Problem(405, "method", "That can't be done here", "What can be: " + allowed)
                .header("Allow", allowed);
    }

    /** What is thrown on. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void answer(Call call, Work work) throws IOException {
        try {
            work.run();
        } catch (Problem problem) {
            tell(call, problem, problem);
        } catch (StoreException e) {
            LOG.warn("{}: {}", e.getClass().getSimpleName(), e.getMessage());
            tell(call, Problems.of(e), e);
        } catch (IllegalArgumentException e) {
            // The builders of the store say what is wrong with an argument, which came from the request.
            tell(call, Problem.badRequest(String.valueOf(e.getMessage())), e);
        } catch (RuntimeException | Error e) {
            LOG.error("Unexpected", e);
            tell(call, Problems.unexpected(), e);
        } catch (IOException e) {
            if (call.answered()) {
                throw e; // whoever asked has gone
            }
            LOG.error("A body could not be kept in a file", e);
            call.problem(Problems.unexpected());
        }
    }

    /** An answer that has begun can't become another: the connection breaks, so that nobody takes it for whole. */
    private static void tell(Call call, Problem problem, Throwable cause) throws IOException {
        if (call.answered()) {
            LOG.warn("An answer broke off: {}", cause.getClass().getName());
            throw new IOException("The answer broke off", cause);
        }
        call.problem(problem);
    }

    /** Names the route and not the path, for an id or a name in a log is a person's. */
    private void finished(Call call, Optional<Route> route, Timer.Sample time, boolean whole) {
        String method = route.map(Route::method).orElse("other");
        String path = route.map(Route::path).orElse("other");
        String status = whole ? String.valueOf(call.status()) : "broken";
        long nanos = time.stop(meters.timer("http.server.requests", "method", method, "uri", path, "status", status));
        LOG.info("{} {} {} in {} ms", method, path, status, TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
