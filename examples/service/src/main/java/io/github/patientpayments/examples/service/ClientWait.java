package io.github.patientpayments.examples.service;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the thread of one request has waited for its client. A thread that waits too long is interrupted, which
 * closes the connection: the JDK's server has no other way to end a read or a write. It is never interrupted at other
 * work: that would close the files of an H2 database. Thread-safe.
 */
final class ClientWait {

    /** What counts as progress: less would let a client hold its place with a byte now and then. */
    private static final int PROGRESS = 16 * 1024;

    private final Limits limits;
    private final Thread thread = Thread.currentThread();

    /** Counts from the first byte of the request, then from its last. */
    private long begun = System.nanoTime();

    private @Nullable Exchange exchange;
    private boolean waiting = true;
    private boolean receiving = true;
    private long since = begun;
    private long spent;
    private int moved;
    private boolean givenUp;
    private boolean cut;

    /** Begins in the thread of a request, with the wait for its head. */
    ClientWait(Limits limits) {
        this.limits = limits;
    }

    /** The head of the request is there. */
    synchronized void received(Exchange request) throws TimedOut {
        end(PROGRESS);
        exchange = request;
    }

    /** The whole request is there. */
    synchronized void complete() {
        receiving = false;
        begun = System.nanoTime();
    }

    /** Begins a wait for the client. */
    synchronized void begin() throws TimedOut {
        check();
        waiting = true;
        since = System.nanoTime();
    }

    /** Ends a wait, in which that many bytes were sent or taken. */
    synchronized void end(int bytes) throws TimedOut {
        waiting = false;
        spent += System.nanoTime() - since;
        moved += Math.max(bytes, 0);
        if (moved >= PROGRESS) {
            moved = 0;
            spent = 0;
        }
        if (cut) {
            Thread.interrupted(); // not for what the thread does next
        }
        check();
    }

    private void check() throws TimedOut {
        if (cut || givenUp) {
            throw new TimedOut();
        }
    }

    /** Ends the request. */
    synchronized void close() {
        waiting = false;
        if (cut) {
            Thread.interrupted();
        }
    }

    /** Which time is over, if one is. */
    enum Late {
        NOTHING,
        /** To be answered: the request has not arrived, and can't any more, so that it changes nothing. */
        REQUEST,
        /** To be answered: the response is not ready. */
        RESPONSE,
        /** To be cut: there is no request that could be answered, or its response has begun. */
        CONNECTION
    }

    /**
     * Whether the thread has waited, or worked, for longer than a limit allows. If so, claims the response, in one step
     * with giving up a request that has not arrived: otherwise it could be complete, and carried out, after all.
     */
    synchronized Late claim(long now) {
        Late late = late(now);
        if (late == Late.NOTHING) {
            return late;
        }
        givenUp |= late == Late.REQUEST || exchange == null;
        if (exchange == null) {
            return Late.CONNECTION;
        }
        if (exchange.late().claim()) {
            return late;
        }
        return exchange.late().isClaimed() ? Late.NOTHING : Late.CONNECTION;
    }

    private Late late(long now) {
        if (cut || givenUp) {
            return Late.NOTHING;
        }
        boolean stalled = waiting && spent + now - since > limits.stall().toNanos();
        if (waiting && receiving && (stalled || isOver(now, limits.request()))) {
            return Late.REQUEST;
        }
        return stalled || isOver(now, limits.response()) ? Late.RESPONSE : Late.NOTHING;
    }

    private boolean isOver(long now, Duration limit) {
        return now - begun > limit.toNanos();
    }

    /** The request, if its head is there. */
    synchronized @Nullable Exchange exchange() {
        return exchange;
    }

    /** Closes the connection if the thread waits for it, now or the next time. */
    synchronized void cut() {
        cut = true;
        if (waiting) {
            thread.interrupt();
        }
    }

    /** The client was too slow, or what it asked for took too long. */
    static final class TimedOut extends IOException {

        private static final long serialVersionUID = 1L;

        TimedOut() {
            super("A time limit of the service is over");
        }
    }
}
