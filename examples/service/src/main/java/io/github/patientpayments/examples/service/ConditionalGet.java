package io.github.patientpayments.examples.service;

import java.util.function.Supplier;

/** Responds with 304 if the client has the current response. Thread-safe. */
record ConditionalGet(EntityTags tags) {

    /** For a response that is the same until a run changes the mirror. */
    Route.Handler ofMirror(Route.Handler handler) {
        return of(handler, tags::ofMirror);
    }

    /** For a response that is the same until the next run. */
    Route.Handler ofRunLog(Route.Handler handler) {
        return of(handler, tags::ofRunLog);
    }

    private static Route.Handler of(Route.Handler handler, Supplier<EntityTags.State> current) {
        return (exchange, parameters) -> {
            // Read before the response is made. If a run commits in between, the tag is older than the response,
            // which costs a request; a tag newer than its response would hide a change.
            EntityTags.State state = current.get();
            if (!EntityTags.isMatch(exchange, state)) {
                throw EntityTags.failed();
            }
            exchange.setHeader("ETag", state.of(exchange));
            if (EntityTags.isKnown(exchange, state.of(exchange)::equals)) {
                exchange.notModified();
            } else {
                handler.handle(exchange, parameters);
            }
        };
    }
}
