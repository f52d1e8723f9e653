package io.github.patientpayments.examples.service;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.service.held.HeldInput;
import io.github.patientpayments.examples.service.held.HeldInputs;
import io.github.patientpayments.examples.service.held.SentTotals;
import io.github.patientpayments.examples.service.held.Upload;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

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
    private final Optional<HeldInputs> held;
    private final SentTotals sent;

    UploadHandlers(
            PatientPaymentStore store,
            Preconditions preconditions,
            UploadFolder folder,
            long limit,
            int maxConcurrent,
            Optional<Mapping> mapping,
            Optional<HeldInputs> held,
            SentTotals sent) {
        this.store = store;
        this.preconditions = preconditions;
        this.folder = folder;
        this.limit = limit;
        this.permits = new Semaphore(maxConcurrent);
        this.mapping = mapping;
        this.held = held;
        this.sent = sent;
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
        Upload upload = upload(exchange, parameters, type, delta);
        Preconditions.Guarded guarded = preconditions.check(exchange);
        if (!permits.tryAcquire()) {
            throw Problem.retryable("too-many-uploads", "Too many uploads at once", "Retry later.", 10);
        }
        boolean permitted = true;
        try (UploadFile body = UploadFile.receive(exchange, folder, limit)) {
            SyncReport report = sync(upload, guarded, body);
            // Released before the response: a client that reads slowly must not block other uploads.
            permits.release();
            permitted = false;
            respond(exchange, report, upload, body);
        } finally {
            if (permitted) {
                permits.release();
            }
        }
    }

    /** A mapping without a part for the set does not concern it. */
    private Upload upload(Exchange exchange, Parameters parameters, RecordType type, boolean delta) {
        return new Upload(
                type,
                delta,
                MediaTypes.isCsv(exchange),
                MediaTypes.isCsv(exchange) ? MediaTypes.charset(exchange) : Optional.empty(),
                mapping.filter(given -> given.sets().contains(type)),
                parameters.number("count"),
                parameters.amount("sum"),
                parameters.time("exported_at"),
                parameters.date("paid_from"),
                parameters.flag("accept_unterminated"),
                lifted(parameters),
                parameters.flag("keep_missing"));
    }

    private static Set<Refusal.Reason> lifted(Parameters parameters) {
        return parameters.text("lift").stream()
                .flatMap(reasons -> Arrays.stream(reasons.split(",")))
                .map(ProblemMapper::lifted)
                .collect(Collectors.toUnmodifiableSet());
    }

    private SyncReport sync(Upload upload, Preconditions.Guarded guarded, UploadFile body) {
        SyncInput input = upload.input(body.file());
        try {
            SyncReport report = guarded.change(upload.options(), onBase -> store.sync(input, onBase));
            sent.note(upload, report);
            held.ifPresent(inputs -> inputs.applied(upload, report));
            return report;
        } catch (SnapshotRefusedException e) {
            Optional<HeldInput> kept = held.flatMap(inputs -> inputs.hold(e, upload, body.file()));
            if (kept.isEmpty()) {
                throw e;
            }
            throw ProblemMapper.held(e, kept.get().expires());
        }
    }

    private void respond(Exchange exchange, SyncReport report, Upload upload, UploadFile body) throws IOException {
        exchange.setHeader("Link", "</runs/" + report.attempt() + ">; rel=\"describedby\"");
        boolean minimal = exchange.list("Prefer").anyMatch(UploadHandlers::isMinimal);
        if (minimal) {
            exchange.setHeader("Preference-Applied", "return=minimal");
        }
        if (minimal || !upload.hasEntries()) {
            exchange.json(200, RUN, json -> StoreJson.run(json, report));
            return;
        }
        try (ElementReader elements = new ElementReader(body.open())) {
            exchange.json(200, json -> new UploadResponse(store, upload.set(), report).write(json, elements));
        }
    }

    /** A preference may have parameters; this one ignores them. */
    private static boolean isMinimal(String preference) {
        return preference.replaceFirst(";.*", "").strip().equals("return=minimal");
    }
}
