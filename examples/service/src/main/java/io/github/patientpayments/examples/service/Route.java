package io.github.patientpayments.examples.service;

import java.io.IOException;
import java.util.Set;

/**
 * What is done for a method and a path.
 *
 * @param path may end in a part in braces, which stands for any text
 * @param parameters that the query may have
 * @param open whether anybody may ask, even if there are too many requests at once
 */
record Route(String method, String path, Set<String> parameters, boolean open, Handler handler) {

    /** Answers a call, or throws what is wrong with it before anything is answered. */
    @FunctionalInterface
    interface Handler {
        void handle(Call call, Query query) throws IOException;
    }

    boolean matches(String asked) {
        int variable = path.indexOf('{');
        return variable < 0
                ? asked.equals(path)
                : asked.startsWith(path.substring(0, variable)) && asked.indexOf('/', variable) < 0;
    }

    void handle(Call call) throws IOException {
        handler.handle(call, call.query(parameters));
    }
}
