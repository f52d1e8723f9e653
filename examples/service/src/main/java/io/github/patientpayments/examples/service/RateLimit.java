package io.github.patientpayments.examples.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Lets each client make so many requests a second, and twice as many at once. Thread-safe. */
final class RateLimit {

    private static final int MAX_CLIENTS = 10_000;

    private final int perSecond;
    private final LongSupplier nanoClock;

    /** The client that has been silent for longest is forgotten first. */
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_CLIENTS;
        }
    };

    RateLimit(int perSecond, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
    }

    synchronized boolean allows(String client) {
        long now = nanoClock.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(client, unknown -> new Bucket(2.0 * perSecond, now));
        bucket.tokens = Math.min(2.0 * perSecond, bucket.tokens + (now - bucket.filled) / 1e9 * perSecond);
        bucket.filled = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }

    private static final class Bucket {

        private double tokens;
        private long filled;

        Bucket(double tokens, long filled) {
            this.tokens = tokens;
            this.filled = filled;
        }
    }
}
