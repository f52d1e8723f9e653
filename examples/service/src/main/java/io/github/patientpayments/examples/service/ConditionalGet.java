package io.github.patientpayments.examples.service;

import io.github.patientpayments.PatientPaymentStore;

/** Answers 304 if nothing has changed: every query has the same result until the next run. Thread-safe. */
record ConditionalGet(PatientPaymentStore store, int itemsPerPage) {

    /** The same handler, but with an ETag, and skipped if the client has the current response. */
    Route.Handler of(Route.Handler handler) {
        return (exchange, parameters) -> {
            // Read before the response is made. If a run commits in between, the tag is older than the response,
            // which costs a request; a tag newer than its response would hide a change.
            String tag = tag();
            exchange.setHeader("ETag", tag);
            if (exchange.list("If-None-Match").anyMatch(known -> known.equals(tag) || known.equals("*"))) {
                exchange.notModified();
            } else {
                handler.handle(exchange, parameters);
            }
        };
    }

    /**
     * Weak, since the response may be compressed or not. From the run's UUID: run numbers repeat in another database.
     */
    private String tag() {
        String state = store.syncRuns(1).stream()
                .findFirst()
                .map(run -> run.attempt().toString())
                .orElse("empty");
        return "W/\"" + state + "-" + itemsPerPage + "\"";
    }
}
