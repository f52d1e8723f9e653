package io.github.patientpayments.examples.service;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Takes in what is sent: a whole set, or what has changed of it. Thread-safe. */
final class Uploads {

    /**
     * A form in a page of the web can send anything else without asking, and so to a service on the visitor's own machine.
     */
    private static final Set<String> MEDIA_TYPES =
            Set.of("application/json", "application/x-ndjson", "application/gzip");

    private final PatientPaymentStore store;
    private final Path folder;
    private final long limit;
    private final Semaphore places;

    Uploads(PatientPaymentStore store, Path folder, long limit, int atOnce) {
        this.store = store;
        this.folder = folder;
        this.limit = limit;
        this.places = new Semaphore(atOnce);
    }

    /** Takes a full set: what is missing from it is deleted. */
    Route.Handler snapshot(RecordType type) {
        return (call, query) -> receive(call, query, type, false);
    }

    /** Takes what has changed. */
    Route.Handler delta(RecordType type) {
        return (call, query) -> receive(call, query, type, true);
    }

    private void receive(Call call, Query query, RecordType type, boolean delta) throws IOException {
        checkMediaType(call);
        SyncOptions options = options(query);
        if (!places.tryAcquire()) {
            throw Problem.later("too-many-uploads", "Too many uploads at once", "Send it again in a while.", 10);
        }
        boolean held = true;
        try (Spooled body = Spooled.receive(call, folder, limit)) {
            SyncReport report = store.sync(delivery(query, type, delta, body.file()), options);
            // Whoever is slow to read the answer keeps nobody from sending.
            places.release();
            held = false;
            answer(call, type, report, body);
        } finally {
            if (held) {
                places.release();
            }
        }
    }

    private static void checkMediaType(Call call) {
        String type =
                call.header("Content-Type").orElse("").replaceFirst(";.*", "").strip();
        if (!MEDIA_TYPES.contains(type.toLowerCase(Locale.ROOT))) {
            throw unsupported("Send it as "
                    + String.join(", ", MEDIA_TYPES.stream().sorted().toList()) + ".");
        }
        String coding = call.header("Content-Encoding").orElse("identity").toLowerCase(Locale.ROOT);
        if (!coding.equals("identity") && !coding.equals("gzip")) {
            throw unsupported("The only Content-Encoding is gzip.");
        }
    }

    private static Problem unsupported(String detail) {
        String accepted = MEDIA_TYPES.stream().sorted().collect(Collectors.joining(", "));
        return new Problem(415, "media-type", "The body is of an unknown kind", detail)
                .header("Accept-Post", accepted)
                .header("Accept-Patch", accepted)
                .header("Accept-Encoding", "gzip");
    }

    private static SyncOptions options(Query query) {
        Refusal.Reason[] lifted = query.text("lift").stream()
                .flatMap(reasons -> Arrays.stream(reasons.split(",")))
                .map(Problems::lifted)
                .toArray(Refusal.Reason[]::new);
        return SyncOptions.defaults().lift(lifted);
    }

    private static SyncInput delivery(Query query, RecordType type, boolean delta, Path file) {
        return delta
                ? filled(Delta.builder(), query, type, file).build()
                : filled(Snapshot.builder(), query, type, file).build();
    }

    private static <B extends SyncInput.Builder<B>> B filled(B builder, Query query, RecordType type, Path file) {
        if (type == RecordType.PATIENT) {
            builder.patients(Source.json(file));
        } else {
            builder.payments(Source.json(file));
        }
        builder.controlTotals(controlTotals(query, type));
        query.time("exported_at").ifPresent(builder::exportedAt);
        if (query.flag("accept_unterminated")) {
            builder.acceptUnterminated();
        }
        return builder;
    }

    private static ControlTotals controlTotals(Query query, RecordType type) {
        ControlTotals totals = ControlTotals.none();
        if (query.number("count").isPresent()) {
            long count = query.number("count").get();
            totals = type == RecordType.PATIENT ? totals.withPatients(count) : totals.withPayments(count);
        }
        return query.amount("sum").map(totals::withPaymentSum).orElse(totals);
    }

    private void answer(Call call, RecordType type, SyncReport report, Spooled body) throws IOException {
        call.set("Link", "</runs/" + report.attempt() + ">; rel=\"describedby\"");
        if (call.list("Prefer").anyMatch(Uploads::isMinimal)) {
            call.set("Preference-Applied", "return=minimal");
            call.json(200, json -> StoreJson.run(json, report));
            return;
        }
        try (Elements elements = new Elements(body.open())) {
            call.json(200, json -> new RecordAnswers(store, type, report).write(json, elements));
        }
    }

    /** A preference may have parameters, which this one does not know. */
    private static boolean isMinimal(String preference) {
        return preference.replaceFirst(";.*", "").strip().equals("return=minimal");
    }
}
