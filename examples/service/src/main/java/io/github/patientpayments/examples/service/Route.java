package io.github.patientpayments.examples.service;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Maps a method and a path to a handler.
 *
 * @param path one of its segments may be a variable in braces; one that ends with {@code **} matches all below it
 * @param parameters the query parameters that are supported
 */
record Route(String method, String path, Set<String> parameters, Access access, Handler handler) {

    private static final String ALL_BELOW = "/**";

    /** Who may send it. */
    enum Access {
        /** Anybody, without a token, and regardless of how many requests are running. */
        OPEN,
        USERS,
        ADMINS,
        /** Those whom the back office lets in, which has sessions of its own. Its pages parse their parameters. */
        BACK_OFFICE
    }

    /** Responds to a request, or throws a {@link Problem} before the response has begun. */
    @FunctionalInterface
    interface Handler {
        void handle(Exchange exchange, Parameters parameters) throws IOException;
    }

    boolean matches(String requested) {
        if (path.endsWith(ALL_BELOW)) {
            return requested.startsWith(path.substring(0, path.length() - ALL_BELOW.length() + 1));
        }
        String[] expected = path.split("/", -1);
        String[] given = requested.split("/", -1);
        boolean matching = expected.length == given.length;
        for (int i = 0; matching && i < expected.length; i++) {
            matching = isVariable(expected[i]) ? !given[i].isEmpty() : expected[i].equals(decoded(given[i]));
        }
        return matching;
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The segment that stands for the variable; empty if there is none. */
    private String variable(String requested) {
        String[] expected = path.split("/", -1);
        for (int i = 0; i < expected.length; i++) {
            if (isVariable(expected[i])) {
                return decoded(requested.split("/", -1)[i]);
            }
        }
        return "";
    }

    void handle(Exchange exchange) throws IOException {
        String variable = variable(exchange.target().path());
        Parameters given =
                access == Access.BACK_OFFICE ? Parameters.parse(null, parameters) : exchange.parameters(parameters);
        handler.handle(exchange, given.in(variable));
    }
}
