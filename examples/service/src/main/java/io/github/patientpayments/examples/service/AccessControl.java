package io.github.patientpayments.examples.service;

import io.github.patientpayments.examples.service.admin.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks who may send requests, and how many. Thread-safe. */
final class AccessControl implements Credentials {

    /** Host names of this machine. Any other could be a web page's domain that resolves to it (DNS rebinding). */
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] token;
    private final byte @Nullable [] adminToken;
    private final RateLimiter rate;

    /**
     * Creates the access control.
     *
     * @param token that every request must have; without one, only requests to this machine's own names are served
     * @param adminToken that requests of administrators must have; without one, there are none
     */
    AccessControl(Optional<String> token, Optional<String> adminToken, RateLimiter rate) {
        this.token = token.map(AccessControl::digest).orElse(null);
        this.adminToken = adminToken.map(AccessControl::digest).orElse(null);
        this.rate = rate;
    }

    void checkRate(Exchange exchange) {
        if (!rate.allows(exchange.client())) {
            throw new Problem(429, "too-many-requests", "Too many requests", "Retry in a second.")
                    .header("Retry-After", "1");
        }
    }

    void checkCaller(Exchange exchange) {
        if (token == null) {
            checkHost(exchange.target().host());
        } else if (!has(exchange, token) && !has(exchange, adminToken)) {
            throw unauthorized();
        }
    }

    /** Checks a request to the back office, whose log-in checks the token. */
    void checkVisitor(Exchange exchange) {
        if (token == null) {
            checkHost(exchange.target().host());
        }
    }

    @Override
    public boolean areRequired() {
        return token != null;
    }

    @Override
    public boolean haveAdmin() {
        return adminToken != null;
    }

    @Override
    public boolean isValid(String given) {
        return isSame(given, token) || isAdmin(given);
    }

    @Override
    public boolean isAdmin(String given) {
        return isSame(given, adminToken);
    }

    /** After {@link #checkCaller}. */
    void checkAdmin(Exchange exchange, Route route) {
        if (route.access() != Route.Access.ADMINS || has(exchange, adminToken)) {
            return;
        }
        if (adminToken != null && exchange.header("Authorization").isEmpty()) {
            throw unauthorized();
        }
        throw new Problem(
                403,
                "forbidden",
                "Only administrators may do this",
                "Send the token of the file that the service was started with as --admin-token-file.");
    }

    private static Problem unauthorized() {
        return new Problem(
                        401, "unauthorized", "A valid token is required", "Send it as Authorization: Bearer <token>.")
                .header("WWW-Authenticate", "Bearer");
    }

    private static void checkHost(String host) {
        if (!LOCAL.contains(host.replaceFirst(":\\d+$", ""))) {
            throw new Problem(
                    421,
                    "misdirected",
                    "Only requests to localhost are served",
                    "Send the request to localhost, or start the service with a token.");
        }
    }

    private static boolean has(Exchange exchange, byte @Nullable [] expected) {
        String authorization = exchange.header("Authorization").orElse("");
        boolean bearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String given = bearer ? authorization.substring(SCHEME.length()).strip() : "";
        return isSame(given, expected);
    }

    /** Compares digests, which have the same length, so that the time it takes reveals nothing about the token. */
    private static boolean isSame(String given, byte @Nullable [] expected) {
        return expected != null && MessageDigest.isEqual(digest(given), expected);
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform supports SHA-256", e);
        }
    }
}
