package io.github.patientpayments.examples.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.patientpayments.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: routes each request to its handler, and turns every error into a problem response. */
final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private static final int RETRY_SECONDS = 1;

    /** A thread that has nothing to do ends. */
    private static final long IDLE_SECONDS = 10;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final ClientTimeouts timeouts;
    private final List<Route> routes;
    private final AccessControl access;
    private final Limits limits;
    private final Semaphore places;
    private final Phaser running = new Phaser(1);
    private final MeterRegistry meters;
    private volatile boolean draining;

    /** Creates a service that does not listen yet. */
    Service(InetSocketAddress address, List<Route> routes, AccessControl access, Limits limits, MeterRegistry meters)
            throws IOException {
        this.server = HttpServer.create(address, 0);
        this.threads = threads(limits.connections());
        this.timeouts = new ClientTimeouts(limits, threads);
        this.routes = routes;
        this.access = access;
        this.limits = limits;
        this.places = new Semaphore(limits.requests());
        this.meters = meters;
        server.setExecutor(timeouts);
        server.createContext("/", this::serve);
    }

    /** One for each request, idle ones first. The JDK's server closes a connection for which there is none. */
    private static ThreadPoolExecutor threads(int most) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> new Thread(task, "http-" + number.incrementAndGet()));
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Answers new requests with 503, waits for running ones, and stops. */
    @Override
    public void close() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            running.awaitAdvanceInterruptibly(running.arrive(), limits.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Stopped before all requests had finished: what they have not committed is rolled back");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        timeouts.close();
        threads.shutdownNow();
    }

    private void serve(HttpExchange http) throws IOException {
        Timer.Sample time = Timer.start(meters);
        Exchange exchange = new Exchange(http, ClientTimeouts.current());
        String path = exchange.target().path();
        List<Route> ofPath =
                routes.stream().filter(route -> route.matches(path)).toList();
        Optional<Route> route = ofPath.stream()
                .filter(one -> one.method().equals(exchange.method()))
                .findFirst();
        boolean complete = false;
        try {
            respond(exchange, () -> dispatch(exchange, ofPath, route));
            exchange.close();
            complete = true;
        } finally {
            finished(exchange, route, time, complete);
        }
    }

    /** Registered before it looks whether the service stops: either it is waited for, or it sees that. */
    private void dispatch(Exchange exchange, List<Route> ofPath, Optional<Route> found) throws IOException {
        running.register();
        try {
            serve(exchange, ofPath, found);
        } finally {
            exchange.giveBackPlace();
            running.arriveAndDeregister();
        }
    }

    private void serve(Exchange exchange, List<Route> ofPath, Optional<Route> found) throws IOException {
        if (draining) {
            throw Problem.stopping();
        }
        exchange.target().check();
        if (found.isPresent() && found.get().access() == Route.Access.OPEN) {
            found.get().handle(exchange);
            return;
        }
        access.checkRate(exchange);
        if (found.isPresent() && found.get().access() == Route.Access.BACK_OFFICE) {
            access.checkVisitor(exchange);
        } else {
            access.checkCaller(exchange);
        }
        Route route = found.orElseThrow(() -> notFound(ofPath));
        access.checkAdmin(exchange, route);
        if (!places.tryAcquire()) {
            throw Problem.retryable(
                    "too-many-at-once", "Too many requests at once", "Retry in a second.", RETRY_SECONDS);
        }
        exchange.holds(places::release);
        route.handle(exchange);
    }

    private static Problem notFound(List<Route> ofPath) {
        if (ofPath.isEmpty()) {
            return new Problem(
                    404, "not-found", "There is no such resource", "GET /openapi.json describes all of them.");
        }
        String allowed = ofPath.stream()
                .map(Route::method)
                .map(method -> method.equals("GET") ? "GET, HEAD" : method)
                .collect(Collectors.joining(", "));
        return new Problem(405, "method", "Method not allowed", "Allowed are: " + allowed).header("Allow", allowed);
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void respond(Exchange exchange, Work work) throws IOException {
        try {
            work.run();
        } catch (Problem problem) {
            fail(exchange, problem, problem);
        } catch (StoreException e) {
            LOG.warn("{}: {}", e.getClass().getSimpleName(), e.getMessage());
            fail(exchange, ProblemMapper.of(e), e);
        } catch (IllegalArgumentException e) {
            // From the builders of the store, whose arguments come from the request.
            fail(exchange, Problem.badRequest(ProblemMapper.overHttp(e)), e);
        } catch (RuntimeException | Error e) {
            LOG.error("Unexpected failure", e);
            fail(exchange, ProblemMapper.unexpected(), e);
        } catch (ClientWait.TimedOut e) {
            throw e;
        } catch (IOException e) {
            if (exchange.isCommitted()) {
                throw e; // the client has disconnected
            }
            LOG.error("The body could not be written to a file", e);
            exchange.problem(ProblemMapper.unexpected());
        }
    }

    /** Once the response has begun, only the connection can be closed, so that no client takes it for complete. */
    private static void fail(Exchange exchange, Problem problem, Throwable cause) throws IOException {
        if (exchange.isCommitted()) {
            LOG.warn("A response was aborted: {}", cause.getClass().getName());
            throw new IOException("The response was aborted", cause);
        }
        exchange.problem(problem);
    }

    /** Logs the route and not the path, which may contain personal data. */
    private void finished(Exchange exchange, Optional<Route> route, Timer.Sample time, boolean complete) {
        String method = route.map(Route::method).orElse("other");
        String path = route.map(Route::path).orElse("other");
        boolean answered = complete || exchange.late().isClaimed();
        String status = answered ? String.valueOf(exchange.status()) : "broken";
        long nanos = time.stop(Timer.builder("http.server.requests")
                .description("Requests, by method, route and status")
                .tags("method", method, "uri", path, "status", status)
                .register(meters));
        LOG.info("{} {} {} in {} ms", method, path, status, TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
