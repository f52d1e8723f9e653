package io.github.patientpayments.examples.service;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Payment;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.Words;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.query.PeriodTotals;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Handles every GET that queries the store. Thread-safe. */
final class QueryHandlers {

    static final Set<String> PATIENT_FILTER = Set.of(
            "payment_min",
            "payments_min",
            "payment_max",
            "payments_max",
            "name",
            "external_id",
            "paid_from",
            "paid_until");
    static final Set<String> PAYMENT_FILTER = Set.of("external_id", "paid_from", "paid_until");
    static final Set<String> BY = Set.of("by");
    static final Set<String> LIMIT = Set.of("limit");
    static final Set<String> OF_RUN = Set.of("run");
    static final Set<String> CHANGES = Set.of("after", "after_run", "limit");

    private static final int CHANGES_PER_PAGE = 100;
    private static final int RUNS = 20;

    private final PatientPaymentStore store;
    private final Paging paging;

    QueryHandlers(PatientPaymentStore store, int itemsPerPage) {
        this.store = store;
        this.paging = new Paging(itemsPerPage);
    }

    void patients(Exchange exchange, Parameters parameters) throws IOException {
        PageRequest<PatientSort> request = paging.request(parameters, PageRequest.by(PatientSort.ID));
        Page<Patient> page = store.patients(patientFilter(parameters), request);
        paging.respond(exchange, parameters, request, page, StoreJson::patient);
    }

    void payments(Exchange exchange, Parameters parameters) throws IOException {
        PageRequest<PaymentSort> request = paging.request(parameters, PageRequest.by(PaymentSort.ID));
        Page<Payment> page = store.payments(paymentFilter(parameters), request);
        paging.respond(exchange, parameters, request, page, StoreJson::payment);
    }

    void totals(Exchange exchange, Parameters parameters) throws IOException {
        PaymentTotals totals = store.totals(patientFilter(parameters));
        exchange.json(200, json -> StoreJson.totals(json, totals));
    }

    void periods(Exchange exchange, Parameters parameters) throws IOException {
        String by = parameters.text("by").orElse("month");
        PeriodTotals.Length length = Arrays.stream(PeriodTotals.Length.values())
                .filter(each -> Words.of(each).equals(by))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("by must be month, quarter or year"));
        List<PeriodTotals> periods = store.totalsByPeriod(patientFilter(parameters), length);
        exchange.json(200, json -> StoreJson.periods(json, periods));
    }

    private static PaymentFilter paymentFilter(Parameters parameters) {
        PaymentFilter.Builder filter = PaymentFilter.builder();
        parameters.text("external_id").ifPresent(filter::ofPatient);
        paid(parameters, filter::paidFrom, filter::paidUntil);
        return filter.build();
    }

    private static void paid(Parameters parameters, Consumer<LocalDate> from, Consumer<LocalDate> until) {
        Optional<LocalDate> first = parameters.date("paid_from");
        Optional<LocalDate> last = parameters.date("paid_until");
        if (first.isPresent() && last.isPresent() && first.get().isAfter(last.get())) {
            throw Problem.badRequest("paid_from is after paid_until");
        }
        first.ifPresent(from);
        last.ifPresent(until);
    }

    private static PatientFilter patientFilter(Parameters parameters) {
        PatientFilter.Builder filter = PatientFilter.builder();
        Optional<BigDecimal> min = parameters.amount("payment_min", "payments_min");
        Optional<BigDecimal> max = parameters.amount("payment_max", "payments_max");
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
            throw Problem.badRequest("payment_min is greater than payment_max");
        }
        min.ifPresent(filter::paymentTotalAtLeast);
        max.ifPresent(filter::paymentTotalAtMost);
        parameters.text("external_id").ifPresent(id -> filter.externalIds(List.of(id)));
        parameters.text("name").ifPresent(filter::nameStartsWith);
        paid(parameters, filter::paidFrom, filter::paidUntil);
        return filter.build();
    }

    void runs(Exchange exchange, Parameters parameters) throws IOException {
        List<SyncRun> runs = store.syncRuns(parameters.size("limit", RUNS));
        exchange.json(200, json -> {
            json.object().array("items");
            for (SyncRun run : runs) {
                StoreJson.run(json, run);
            }
            json.end().end();
        });
    }

    void run(Exchange exchange, Parameters parameters) throws IOException {
        SyncRun run = run(parameters.variable()).orElseThrow(QueryHandlers::noRun);
        exchange.json(200, json -> StoreJson.run(json, run));
    }

    /** By its number or by the UUID of its attempt. */
    private Optional<SyncRun> run(String name) {
        try {
            return name.matches("\\d+") ? store.syncRun(Long.parseLong(name)) : store.syncRun(UUID.fromString(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Problem noRun() {
        return new Problem(
                404,
                "no-run",
                "There is no such run",
                "GET /runs lists the latest runs. GET /runs/{run} takes a number or the UUID of an attempt.");
    }

    void rejections(Exchange exchange, Parameters parameters) throws IOException {
        long run = parameters.number("run").map(this::existing).orElseGet(this::lastRun);
        PageRequest<Void> request = paging.request(parameters, PageRequest.first());
        Page<Rejection> page = store.rejections(run, request);
        paging.respond(exchange, parameters, request, page, StoreJson::rejection);
    }

    /**
     * A run that was never there would seem to be one that a lagging replica does not have yet. An unchanged one may
     * have been taken out of the log.
     */
    private long existing(long run) {
        if (run > 0 && run > lastRun()) {
            throw noRun();
        }
        return run;
    }

    private long lastRun() {
        return store.syncRuns(1).stream()
                .findFirst()
                .orElseThrow(QueryHandlers::noRun)
                .number();
    }

    void changes(Exchange exchange, Parameters parameters) throws IOException {
        if (parameters.text("after").isPresent() && parameters.text("after_run").isPresent()) {
            throw Problem.badRequest("Use either after or after_run, not both");
        }
        String cursor = parameters
                .text("after")
                .orElseGet(() -> store.history()
                        .cursorAfter(parameters
                                .number("after_run")
                                .map(this::existing)
                                .orElse(0L)));
        ChangePage page = store.history().changes(cursor, parameters.size("limit", CHANGES_PER_PAGE));
        exchange.json(200, json -> {
            StoreJson.changes(json.object(), page);
            json.end();
        });
    }

    void verify(Exchange exchange, Parameters parameters) throws IOException {
        IntegrityReport report = store.verifyIntegrity();
        exchange.json(200, json -> StoreJson.integrity(json, report));
    }
}
