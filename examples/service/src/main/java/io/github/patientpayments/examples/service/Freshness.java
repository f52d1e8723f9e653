package io.github.patientpayments.examples.service;

import io.github.patientpayments.PatientPaymentStore;

/**
 * Tells an asker that nothing has changed: whatever a question answers, it answers the same until the next run. Thread-safe.
 */
record Freshness(PatientPaymentStore store, int itemsPerPage) {

    /** The same question, but not for somebody who has the answer already. */
    Route.Handler of(Route.Handler question) {
        return (call, query) -> {
            // Taken before the answer: one that is newer than its tag is asked for once too often, and never too
            // seldom.
            String tag = tag();
            call.set("ETag", tag);
            if (call.list("If-None-Match").anyMatch(known -> known.equals(tag) || known.equals("*"))) {
                call.notModified();
            } else {
                question.handle(call, query);
            }
        };
    }

    /** Weak: the same answer may be compressed or not. By the run's UUID: another database numbers its runs alike. */
    private String tag() {
        String state = store.syncRuns(1).stream()
                .findFirst()
                .map(run -> run.attempt().toString())
                .orElse("empty");
        return "W/\"" + state + "-" + itemsPerPage + "\"";
    }
}
