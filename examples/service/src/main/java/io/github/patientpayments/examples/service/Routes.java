package io.github.patientpayments.examples.service;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that the service can be asked. The OpenAPI document, {@code openapi.json} beside this, tells the same. */
final class Routes {

    private static final Set<String> NONE = Set.of();
    private static final Set<String> UPLOAD_OF_PATIENTS = Set.of("exported_at", "count", "lift", "accept_unterminated");
    private static final Set<String> UPLOAD_OF_PAYMENTS = and(UPLOAD_OF_PATIENTS, Set.of("sum"));

    private Routes() {}

    static List<Route> of(
            PatientPaymentStore store, int itemsPerPage, Uploads uploads, PrometheusMeterRegistry meters) {
        Questions questions = new Questions(store, itemsPerPage);
        Freshness fresh = new Freshness(store, itemsPerPage);
        return List.of(
                get("/patients", and(Questions.PATIENT_FILTER, Pages.PARAMETERS), fresh.of(questions::patients)),
                get("/payments", and(Questions.PAYMENT_FILTER, Pages.PARAMETERS), fresh.of(questions::payments)),
                send("POST", "/patients", UPLOAD_OF_PATIENTS, uploads.snapshot(RecordType.PATIENT)),
                send("POST", "/payments", UPLOAD_OF_PAYMENTS, uploads.snapshot(RecordType.PAYMENT)),
                send("PATCH", "/patients", UPLOAD_OF_PATIENTS, uploads.delta(RecordType.PATIENT)),
                send("PATCH", "/payments", UPLOAD_OF_PAYMENTS, uploads.delta(RecordType.PAYMENT)),
                get("/totals", Questions.PATIENT_FILTER, fresh.of(questions::totals)),
                get("/runs", Questions.LIMIT, fresh.of(questions::runs)),
                get("/runs/{attempt}", NONE, questions::run),
                get("/rejections", and(Questions.OF_RUN, Pages.PARAMETERS), fresh.of(questions::rejections)),
                get("/changes", Questions.CHANGES, fresh.of(questions::changes)),
                get("/verify", NONE, questions::verify),
                get(
                        "/metrics",
                        NONE,
                        (call, query) -> call.text("text/plain; version=0.0.4; charset=utf-8", meters.scrape())),
                get("/openapi.json", NONE, (call, query) -> call.text("application/json", openApi())),
                new Route("GET", "/healthz", NONE, true, (call, query) -> health(store, call)));
    }

    private static Route get(String path, Set<String> parameters, Route.Handler handler) {
        return send("GET", path, parameters, handler);
    }

    private static Route send(String method, String path, Set<String> parameters, Route.Handler handler) {
        return new Route(method, path, parameters, false, handler);
    }

    private static Set<String> and(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** Throws, and so answers with a problem, if the database can't be asked. */
    private static void health(PatientPaymentStore store, Call call) throws IOException {
        store.syncRuns(1);
        call.json(200, json -> json.object().text("status", "up").end());
    }

    static String openApi() throws IOException {
        try (InputStream document = Objects.requireNonNull(Routes.class.getResourceAsStream("openapi.json"))) {
            return new String(document.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
