package io.github.patientpayments.examples.service;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Handles uploads: full sets and deltas. Thread-safe. */
final class UploadHandlers {

    /** Of a response with the run alone, so that clients that are generated know which to expect. */
    private static final String RUN = "application/vnd.patient-payments.run+json";

    private final PatientPaymentStore store;
    private final UploadFolder folder;
    private final long limit;
    private final Semaphore permits;
    private final Preconditions preconditions;
    private final Optional<Mapping> mapping;

    UploadHandlers(
            PatientPaymentStore store,
            Preconditions preconditions,
            UploadFolder folder,
            long limit,
            int maxConcurrent,
            Optional<Mapping> mapping) {
        this.store = store;
        this.preconditions = preconditions;
        this.folder = folder;
        this.limit = limit;
        this.permits = new Semaphore(maxConcurrent);
        this.mapping = mapping;
    }

    /** Accepts a full set: records that are missing from it are deleted. */
    Route.Handler snapshot(RecordType type) {
        return (exchange, parameters) -> receive(exchange, parameters, type, false);
    }

    /** Accepts a delta. */
    Route.Handler delta(RecordType type) {
        return (exchange, parameters) -> receive(exchange, parameters, type, true);
    }

    private void receive(Exchange exchange, Parameters parameters, RecordType type, boolean delta) throws IOException {
        MediaTypes.check(exchange, MediaTypes.RECORDS);
        UploadForm form = UploadForm.of(exchange, type, mapping);
        SyncOptions options = options(parameters);
        Preconditions.Guarded guarded = preconditions.check(exchange);
        if (!permits.tryAcquire()) {
            throw Problem.retryable("too-many-uploads", "Too many uploads at once", "Retry later.", 10);
        }
        boolean held = true;
        try (UploadFile body = UploadFile.receive(exchange, folder, limit)) {
            SyncInput input = input(parameters, type, delta, form.source(body.file()));
            SyncReport report = guarded.change(options, onBase -> store.sync(input, onBase));
            // Released before the response: a client that reads slowly must not block other uploads.
            permits.release();
            held = false;
            respond(exchange, type, report, form, body);
        } finally {
            if (held) {
                permits.release();
            }
        }
    }

    private static SyncOptions options(Parameters parameters) {
        Refusal.Reason[] lifted = parameters.text("lift").stream()
                .flatMap(reasons -> Arrays.stream(reasons.split(",")))
                .map(ProblemMapper::lifted)
                .toArray(Refusal.Reason[]::new);
        SyncOptions options = SyncOptions.defaults().lift(lifted);
        return parameters.flag("keep_missing") ? options.withholdDeletions() : options;
    }

    private static SyncInput input(Parameters parameters, RecordType type, boolean delta, Source.Bytes source) {
        return delta ? filled(Delta.builder(), parameters, type, source).build() : snapshot(parameters, type, source);
    }

    private static Snapshot snapshot(Parameters parameters, RecordType type, Source.Bytes source) {
        Snapshot.Builder snapshot = filled(Snapshot.builder(), parameters, type, source);
        parameters.date("paid_from").ifPresent(snapshot::paymentsPaidFrom);
        return snapshot.build();
    }

    private static <B extends SyncInput.Builder<B>> B filled(
            B builder, Parameters parameters, RecordType type, Source.Bytes source) {
        if (type == RecordType.PATIENT) {
            builder.patients(source);
        } else {
            builder.payments(source);
        }
        builder.controlTotals(controlTotals(parameters, type));
        parameters.time("exported_at").ifPresent(builder::exportedAt);
        if (parameters.flag("accept_unterminated")) {
            builder.acceptUnterminated();
        }
        return builder;
    }

    private static ControlTotals controlTotals(Parameters parameters, RecordType type) {
        ControlTotals totals = ControlTotals.none();
        if (parameters.number("count").isPresent()) {
            long count = parameters.number("count").get();
            totals = type == RecordType.PATIENT ? totals.withPatients(count) : totals.withPayments(count);
        }
        return parameters.amount("sum").map(totals::withPaymentSum).orElse(totals);
    }

    private void respond(Exchange exchange, RecordType type, SyncReport report, UploadForm form, UploadFile body)
            throws IOException {
        exchange.setHeader("Link", "</runs/" + report.attempt() + ">; rel=\"describedby\"");
        boolean minimal = exchange.list("Prefer").anyMatch(UploadHandlers::isMinimal);
        if (minimal) {
            exchange.setHeader("Preference-Applied", "return=minimal");
        }
        if (minimal || !form.hasEntries()) {
            exchange.json(200, RUN, json -> StoreJson.run(json, report));
            return;
        }
        try (ElementReader elements = new ElementReader(body.open())) {
            exchange.json(200, json -> new UploadResponse(store, type, report).write(json, elements));
        }
    }

    /** A preference may have parameters; this one ignores them. */
    private static boolean isMinimal(String preference) {
        return preference.replaceFirst(";.*", "").strip().equals("return=minimal");
    }
}
