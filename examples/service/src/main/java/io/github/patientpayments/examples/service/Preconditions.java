package io.github.patientpayments.examples.service;

import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code If-Match} and {@code If-None-Match} of requests that change the store: its resources are always there, so
 * {@code If-None-Match: *} never holds. Thread-safe.
 */
record Preconditions(EntityTags tags) {

    /**
     * Checks them, before the body of the request is read.
     *
     * @return the guard of the change itself
     */
    Guarded check(Exchange exchange) {
        boolean onTag = exchange.list("If-Match").anyMatch(tag -> !tag.equals("*"));
        if (!onTag && exchange.list("If-None-Match").findAny().isEmpty()) {
            return new Guarded(null);
        }
        EntityTags.State state = tags.ofMirror();
        if (!EntityTags.isMatch(exchange, state) || EntityTags.isKnown(exchange, state::has)) {
            throw EntityTags.failed();
        }
        return new Guarded(onTag ? state.run() : null);
    }

    /** Refuses them: of a change that can't be based on a run, they would guard nothing. */
    static void refuse(Exchange exchange) {
        for (String header : List.of("If-Match", "If-None-Match")) {
            if (exchange.header(header).isPresent()) {
                throw Problem.badRequest(header + " is not supported here");
            }
        }
    }

    /**
     * The run that the change has to be based on, if the request names one: another may commit before it.
     *
     * @param base null for any
     */
    record Guarded(@Nullable Long base) {

        SyncReport change(SyncOptions options, Function<SyncOptions, SyncReport> change) {
            if (base == null) {
                return change.apply(options);
            }
            try {
                return change.apply(options.base().isPresent() ? options : options.onBase(base));
            } catch (SnapshotRefusedException e) {
                boolean moved = e.refusals().stream()
                        .map(Refusal::reason)
                        .anyMatch(reason -> reason == Refusal.Reason.BASE_MOVED);
                throw moved ? EntityTags.failed() : e;
            }
        }
    }
}
