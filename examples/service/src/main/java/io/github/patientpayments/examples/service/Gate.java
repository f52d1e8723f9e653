package io.github.patientpayments.examples.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets in who may ask. Thread-safe. */
final class Gate {

    /** Names of this machine alone. With another a page of the web could have its own name point at it. */
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] token;
    private final RateLimit rate;

    /**
     * A gate.
     *
     * @param token that every request has to bring; without one the service is for this machine alone
     */
    Gate(Optional<String> token, RateLimit rate) {
        this.token = token.map(Gate::digest).orElse(null);
        this.rate = rate;
    }

    void checkRate(Call call) {
        if (!rate.allows(call.client())) {
            throw new Problem(429, "too-many-requests", "Too many requests", "Ask again in a second.")
                    .header("Retry-After", "1");
        }
    }

    void checkCaller(Call call) {
        if (token == null) {
            checkHost(call.header("Host").orElse(""));
        } else {
            checkToken(call.header("Authorization").orElse(""), token);
        }
    }

    private static void checkHost(String host) {
        if (!LOCAL.contains(host.replaceFirst(":\\d+$", ""))) {
            throw new Problem(
                    421,
                    "misdirected",
                    "The service is for this machine alone",
                    "Ask for localhost, or start the service with a token.");
        }
    }

    /** Digests have one length, so that the time of the comparison tells nothing. */
    private static void checkToken(String authorization, byte[] expected) {
        boolean bearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String given = bearer ? authorization.substring(SCHEME.length()).strip() : "";
        if (!MessageDigest.isEqual(digest(given), expected)) {
            throw new Problem(401, "unauthorized", "A token is needed", "Send it as Authorization: Bearer <token>.")
                    .header("WWW-Authenticate", "Bearer");
        }
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
