package io.github.patientpayments.examples.service;

import io.github.patientpayments.examples.service.ClientWait.Late;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends requests whose time is over: with 408 if the request does not arrive, with 503 if its response is not ready, and
 * by closing the connection if something has been sent, or if not even the head of the request is there, since the
 * JDK's server lets nobody answer before. Thread-safe.
 */
final class ClientTimeouts implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClientTimeouts.class);

    private static final long LONGEST_TICK = 1_000;

    private static final ThreadLocal<ClientWait> CURRENT = new ThreadLocal<>();

    private final Limits limits;
    private final Executor threads;
    private final Set<ClientWait> waits = ConcurrentHashMap.newKeySet();
    private final Future<?> ticks;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "client-timeouts");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Starts to watch.
     *
     * @param threads that run the requests
     */
    ClientTimeouts(Limits limits, Executor threads) {
        this.limits = limits;
        this.threads = threads;
        long tick = Math.min(LONGEST_TICK, Math.max(1, limits.stall().toMillis() / 4));
        this.ticks = clock.scheduleWithFixedDelay(this::check, tick, tick, TimeUnit.MILLISECONDS);
    }

    /** Runs a request of the JDK's server, from the first byte of its head. */
    @Override
    public void execute(Runnable request) {
        threads.execute(() -> {
            ClientWait wait = new ClientWait(limits);
            CURRENT.set(wait);
            waits.add(wait);
            try {
                request.run();
            } finally {
                waits.remove(wait);
                CURRENT.remove();
                wait.close();
            }
        });
    }

    /** The wait of the request that this thread runs. */
    static ClientWait current() {
        return Objects.requireNonNull(CURRENT.get(), "Only in a thread that runs a request");
    }

    private void check() {
        long now = System.nanoTime();
        for (ClientWait wait : waits) {
            try {
                end(wait, wait.claim(now));
            } catch (RuntimeException | Error e) {
                LOG.error("The time limits of a request could not be enforced", e); // those of others still are
            }
        }
    }

    private void end(ClientWait wait, Late late) {
        Exchange exchange = wait.exchange();
        if (late == Late.CONNECTION) {
            wait.cut();
        } else if (late != Late.NOTHING && exchange != null) {
            Problem problem = late == Late.REQUEST ? timedOut() : ProblemMapper.tooLate(exchange.attempt());
            answer(exchange.late(), problem, wait);
        }
    }

    /** In a thread of its own: a client that takes nothing would keep the others from being watched. */
    private void answer(LateAnswer answer, Problem problem, ClientWait wait) {
        try {
            execute(() -> {
                answer.send(problem);
                wait.cut();
            });
        } catch (RejectedExecutionException e) {
            answer.end();
            wait.cut();
        }
    }

    private Problem timedOut() {
        return new Problem(
                408,
                "request-timeout",
                "The request took too long to arrive",
                "A client may send nothing for " + limits.stall().toSeconds() + " s, and a request may take "
                        + limits.request().toSeconds() + " s to arrive. Nothing was changed.");
    }

    @Override
    public void close() {
        ticks.cancel(false);
        clock.shutdown();
    }
}
