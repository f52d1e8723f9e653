package io.github.patientpayments.examples.service;

import java.io.IOException;
import java.util.Set;

/**
 * Maps a method and a path to a handler.
 *
 * @param path may end in a variable in braces
 * @param parameters the query parameters that are supported
 * @param open whether it is served without a token, and regardless of how many requests are running
 */
record Route(String method, String path, Set<String> parameters, boolean open, Handler handler) {

    /** Responds to a request, or throws a {@link Problem} before the response has begun. */
    @FunctionalInterface
    interface Handler {
        void handle(Exchange exchange, Parameters parameters) throws IOException;
    }

    boolean matches(String requested) {
        int variable = path.indexOf('{');
        return variable < 0
                ? requested.equals(path)
                : requested.startsWith(path.substring(0, variable)) && requested.indexOf('/', variable) < 0;
    }

    void handle(Exchange exchange) throws IOException {
        handler.handle(exchange, exchange.parameters(parameters));
    }
}
