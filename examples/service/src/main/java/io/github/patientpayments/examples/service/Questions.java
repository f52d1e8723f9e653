package io.github.patientpayments.examples.service;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Payment;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Answers every GET that asks the store. Thread-safe. */
final class Questions {

    static final Set<String> PATIENT_FILTER =
            Set.of("payment_min", "payments_min", "payment_max", "payments_max", "name");
    static final Set<String> PAYMENT_FILTER = Set.of("external_id");
    static final Set<String> LIMIT = Set.of("limit");
    static final Set<String> OF_RUN = Set.of("run");
    static final Set<String> CHANGES = Set.of("after", "after_run", "limit");

    private static final int CHANGES_PER_PAGE = 100;
    private static final int RUNS = 20;

    private final PatientPaymentStore store;
    private final Pages pages;

    Questions(PatientPaymentStore store, int itemsPerPage) {
        this.store = store;
        this.pages = new Pages(itemsPerPage);
    }

    void patients(Call call, Query query) throws IOException {
        PageRequest<PatientSort> request = pages.request(query, PageRequest.by(PatientSort.ID));
        Page<Patient> page = store.patients(patientFilter(query), request);
        pages.answer(call, query, request, page, StoreJson::patient);
    }

    void payments(Call call, Query query) throws IOException {
        PaymentFilter filter =
                query.text("external_id").map(PaymentFilter::ofPatient).orElse(PaymentFilter.all());
        PageRequest<PaymentSort> request = pages.request(query, PageRequest.by(PaymentSort.ID));
        Page<Payment> page = store.payments(filter, request);
        pages.answer(call, query, request, page, StoreJson::payment);
    }

    void totals(Call call, Query query) throws IOException {
        PaymentTotals totals = store.totals(patientFilter(query));
        call.json(200, json -> StoreJson.totals(json, totals));
    }

    private static PatientFilter patientFilter(Query query) {
        PatientFilter.Builder filter = PatientFilter.builder();
        query.amount("payment_min", "payments_min").ifPresent(filter::paymentTotalAtLeast);
        query.amount("payment_max", "payments_max").ifPresent(filter::paymentTotalAtMost);
        query.text("name").ifPresent(filter::nameStartsWith);
        return filter.build();
    }

    void runs(Call call, Query query) throws IOException {
        List<SyncRun> runs = store.syncRuns(query.size("limit", RUNS));
        call.json(200, json -> {
            json.object().array("items");
            for (SyncRun run : runs) {
                StoreJson.run(json, run);
            }
            json.end().end();
        });
    }

    void run(Call call, Query query) throws IOException {
        SyncRun run = store.syncRun(attempt(call.path())).orElseThrow(Questions::noRun);
        call.json(200, json -> StoreJson.run(json, run));
    }

    private static UUID attempt(String path) {
        try {
            return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
        } catch (IllegalArgumentException e) {
            throw noRun();
        }
    }

    private static Problem noRun() {
        return new Problem(404, "no-run", "There is no such run", "GET /runs tells the latest.");
    }

    void rejections(Call call, Query query) throws IOException {
        long run = query.number("run").orElseGet(this::lastRun);
        PageRequest<Void> request = pages.request(query, PageRequest.first());
        Page<Rejection> page = store.rejections(run, request);
        pages.answer(call, query, request, page, StoreJson::rejection);
    }

    private long lastRun() {
        return store.syncRuns(1).stream()
                .findFirst()
                .orElseThrow(Questions::noRun)
                .number();
    }

    void changes(Call call, Query query) throws IOException {
        if (query.text("after").isPresent() && query.text("after_run").isPresent()) {
            throw Problem.badRequest("Begin behind a cursor or behind a run, not behind both");
        }
        String cursor = query.text("after")
                .orElseGet(() ->
                        store.history().cursorAfter(query.number("after_run").orElse(0L)));
        ChangePage page = store.history().changes(cursor, query.size("limit", CHANGES_PER_PAGE));
        call.json(200, json -> {
            StoreJson.changes(json.object(), page);
            json.end();
        });
    }

    void verify(Call call, Query query) throws IOException {
        IntegrityReport report = store.verifyIntegrity();
        call.json(200, json -> StoreJson.integrity(json, report));
    }
}
