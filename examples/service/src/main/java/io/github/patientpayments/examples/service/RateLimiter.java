package io.github.patientpayments.examples.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Limits the requests per second of each client, with bursts of twice as many (token buckets). Thread-safe. */
final class RateLimiter {

    private static final int MAX_CLIENTS = 10_000;

    private final int perSecond;
    private final LongSupplier nanoClock;

    /** Evicts the client whose last request is the oldest. */
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_CLIENTS;
        }
    };

    RateLimiter(int perSecond, LongSupplier nanoClock) {
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
