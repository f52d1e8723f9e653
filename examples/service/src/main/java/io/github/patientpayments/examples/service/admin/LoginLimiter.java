package io.github.patientpayments.examples.service.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Limits the log-ins from one address that have failed in the last minute. Thread-safe. */
final class LoginLimiter {

    static final int MOST = 10;
    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final int MAX_CLIENTS = 10_000;

    private final Clock clock;

    /** When the log-ins of each client have failed. Evicts the client whose last log-in is the oldest. */
    private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
            return size() > MAX_CLIENTS;
        }
    };

    LoginLimiter(Clock clock) {
        this.clock = clock;
    }

    /** Counts an attempt, before the token is looked at: many at once must not pass together. */
    synchronized boolean allows(String client) {
        Instant now = clock.instant();
        Deque<Instant> ofClient = failures.computeIfAbsent(client, unknown -> new ArrayDeque<>());
        while (!ofClient.isEmpty() && ofClient.getFirst().plus(PERIOD).isBefore(now)) {
            ofClient.removeFirst();
        }
        if (ofClient.size() >= MOST) {
            return false;
        }
        ofClient.addLast(now);
        return true;
    }

    /** The last attempt has succeeded: those before it were mistakes. */
    synchronized void succeeded(String client) {
        failures.remove(client);
    }

    /** The last attempt has succeeded, but those before it may be guesses at another token. */
    synchronized void succeededAsUser(String client) {
        Deque<Instant> ofClient = failures.get(client);
        if (ofClient != null) {
            ofClient.pollLast();
        }
    }
}
