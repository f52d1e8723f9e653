package io.github.patientpayments.examples.service;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.SyncRun;
import java.util.Optional;
import java.util.function.Supplier;

/** Responds with 304 if the client has the current response. Thread-safe. */
record ConditionalGet(PatientPaymentStore store, int itemsPerPage) {

    /** For a response that is the same until a run changes the mirror. */
    Route.Handler ofMirror(Route.Handler handler) {
        return of(handler, this::lastChange);
    }

    /** For a response that is the same until the next run. */
    Route.Handler ofRunLog(Route.Handler handler) {
        return of(handler, () -> store.syncRuns(1).stream().findFirst());
    }

    private Route.Handler of(Route.Handler handler, Supplier<Optional<SyncRun>> state) {
        return (exchange, parameters) -> {
            // Read before the response is made. If a run commits in between, the tag is older than the response,
            // which costs a request; a tag newer than its response would hide a change.
            String tag = tag(state.get());
            exchange.setHeader("ETag", "W/" + tag);
            if (exchange.list("If-None-Match").anyMatch(known -> isCurrent(known, tag))) {
                exchange.notModified();
            } else {
                handler.handle(exchange, parameters);
            }
        };
    }

    private Optional<SyncRun> lastChange() {
        return store.syncRun(store.patients(
                        PatientFilter.all(), PageRequest.by(PatientSort.ID).limit(1))
                .baseRun());
    }

    /** The weak comparison of RFC 9110, 13.1.2: the tags are weak, since a response may be compressed or not. */
    private static boolean isCurrent(String known, String tag) {
        return known.equals("*") || (known.startsWith("W/") ? known.substring(2) : known).equals(tag);
    }

    /** From the run's UUID: run numbers repeat in another database. */
    private String tag(Optional<SyncRun> run) {
        return "\"" + run.map(last -> last.attempt().toString()).orElse("empty") + "-" + itemsPerPage + "\"";
    }
}
