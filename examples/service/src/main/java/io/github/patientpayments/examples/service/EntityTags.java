package io.github.patientpayments.examples.service;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.SyncRun;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The entity tags of responses (RFC 9110, 8.8.3). They are strong: as long as the run stands that a tag is made of, the
 * response is the same, byte for byte. Thread-safe.
 */
record EntityTags(PatientPaymentStore store, int itemsPerPage) {

    private static final String WEAK = "W/";

    /**
     * The tags of a state of the store: of a response as it is, and of the compressed one.
     *
     * @param run that made the state; 0 if there was none
     */
    record State(long run, String plain, String compressed) {

        String of(Exchange exchange) {
            return exchange.isCompressed() ? compressed : plain;
        }

        /** Whether a tag is one of these. */
        boolean has(String tag) {
            return tag.equals(plain) || tag.equals(compressed);
        }
    }

    /** Of what is the same until a run changes the mirror. */
    State ofMirror() {
        return state(store.syncRun(store.patients(
                        PatientFilter.all(), PageRequest.by(PatientSort.ID).limit(1))
                .baseRun()));
    }

    /** Of what is the same until the next run. */
    State ofRunLog() {
        return state(store.syncRuns(1).stream().findFirst());
    }

    /** From the run's UUID: run numbers repeat in another database. */
    private State state(Optional<SyncRun> run) {
        String tag = run.map(last -> last.attempt().toString()).orElse("empty") + "-" + itemsPerPage;
        return new State(run.map(SyncRun::number).orElse(0L), "\"" + tag + "\"", "\"" + tag + "-gzip\"");
    }

    /** Whether {@code If-Match} is missing, or names this state: by a strong comparison (RFC 9110, 13.1.1). */
    static boolean isMatch(Exchange exchange, State state) {
        return exchange.list("If-Match").findAny().isEmpty()
                || exchange.list("If-Match").anyMatch(tag -> tag.equals("*") || state.has(tag));
    }

    /** Whether {@code If-None-Match} names a current tag: by a weak comparison (RFC 9110, 13.1.2). */
    static boolean isKnown(Exchange exchange, Predicate<String> current) {
        return exchange.list("If-None-Match")
                .map(tag -> tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag)
                .anyMatch(tag -> tag.equals("*") || current.test(tag));
    }

    static Problem failed() {
        return new Problem(
                412,
                "precondition-failed",
                "The store is not as the request requires",
                "It has changed since the response with that ETag, or the tag is weak (W/), or it is for If-None-Match"
                        + " although there is something. GET the resource again. Nothing was changed.");
    }
}
