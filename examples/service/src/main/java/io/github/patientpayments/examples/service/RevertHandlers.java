package io.github.patientpayments.examples.service;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.util.Set;

/**
 * Handles reverts: GET shows what PUT would do. PUT, since reverting twice has the effect of once, and since a web page
 * can't send it without a CORS preflight. Thread-safe.
 */
final class RevertHandlers {

    static final Set<String> PREVIEW = Set.of("to_run", "changes");
    static final Set<String> REVERT = Set.of("to_run", "base_run");

    private static final int CHANGES = 100;

    private final PatientPaymentStore store;
    private final Preconditions preconditions;

    RevertHandlers(PatientPaymentStore store, Preconditions preconditions) {
        this.store = store;
        this.preconditions = preconditions;
    }

    void preview(Exchange exchange, Parameters parameters) throws IOException {
        Preview preview =
                store.previewRevert(toRun(parameters), SyncOptions.defaults(), parameters.size("changes", CHANGES));
        exchange.json(200, json -> StoreJson.preview(json, preview));
    }

    void revert(Exchange exchange, Parameters parameters) throws IOException {
        SyncOptions options = parameters
                .number("base_run")
                .map(SyncOptions.defaults()::onBase)
                .orElse(SyncOptions.defaults());
        long run = toRun(parameters);
        SyncReport report = preconditions.check(exchange).change(options, guarded -> store.revertTo(run, guarded));
        exchange.json(200, json -> StoreJson.run(json, report));
    }

    private static long toRun(Parameters parameters) {
        return parameters
                .number("to_run")
                .orElseThrow(() -> Problem.badRequest("to_run is required: the last run that is not undone"));
    }
}
