package io.github.patientpayments.examples.service;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.examples.service.Route.Access;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All routes of the service. The OpenAPI document, {@code openapi.json}, describes the same. */
final class Routes {

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private static final Set<String> NONE = Set.of();
    private static final Set<String> UPLOAD_OF_PATIENTS =
            Set.of("exported_at", "count", "lift", "keep_missing", "accept_unterminated");
    private static final Set<String> UPLOAD_OF_PAYMENTS = and(UPLOAD_OF_PATIENTS, Set.of("sum"));

    private Routes() {}

    static List<Route> of(
            PatientPaymentStore store, int itemsPerPage, UploadHandlers uploads, PrometheusMeterRegistry meters) {
        QueryHandlers queries = new QueryHandlers(store, itemsPerPage);
        EntityTags tags = new EntityTags(store, itemsPerPage);
        Preconditions preconditions = new Preconditions(tags);
        RecordHandlers records = new RecordHandlers(store, itemsPerPage);
        RevertHandlers reverts = new RevertHandlers(store, preconditions);
        ErasureHandlers erasures = new ErasureHandlers(store);
        ConditionalGet conditional = new ConditionalGet(tags);
        return List.of(
                get(
                        "/patients",
                        and(QueryHandlers.PATIENT_FILTER, Paging.PARAMETERS),
                        conditional.ofMirror(queries::patients)),
                get(
                        "/payments",
                        and(QueryHandlers.PAYMENT_FILTER, Paging.PARAMETERS),
                        conditional.ofMirror(queries::payments)),
                send("POST", "/patients", UPLOAD_OF_PATIENTS, uploads.snapshot(RecordType.PATIENT)),
                send(
                        "POST",
                        "/payments",
                        and(UPLOAD_OF_PAYMENTS, Set.of("paid_from")),
                        uploads.snapshot(RecordType.PAYMENT)),
                send("PATCH", "/patients", UPLOAD_OF_PATIENTS, uploads.delta(RecordType.PATIENT)),
                send("PATCH", "/payments", UPLOAD_OF_PAYMENTS, uploads.delta(RecordType.PAYMENT)),
                get("/patients/{external_id}", RecordHandlers.LIMIT, records::patient),
                get("/payments/{external_id}", NONE, records::payment),
                get("/patients/{external_id}/history", Paging.PARAMETERS, records::patientVersions),
                get("/payments/{external_id}/history", Paging.PARAMETERS, records::paymentVersions),
                get("/totals", QueryHandlers.PATIENT_FILTER, conditional.ofMirror(queries::totals)),
                get(
                        "/totals/periods",
                        and(QueryHandlers.PATIENT_FILTER, QueryHandlers.BY),
                        conditional.ofMirror(queries::periods)),
                get("/runs", QueryHandlers.LIMIT, conditional.ofRunLog(queries::runs)),
                get("/runs/{run}", NONE, queries::run),
                get(
                        "/rejections",
                        and(QueryHandlers.OF_RUN, Paging.PARAMETERS),
                        conditional.ofRunLog(queries::rejections)),
                get("/changes", QueryHandlers.CHANGES, conditional.ofRunLog(queries::changes)),
                get("/verify", NONE, queries::verify),
                get("/revert", RevertHandlers.PREVIEW, reverts::preview),
                send("PUT", "/revert", RevertHandlers.REVERT, reverts::revert),
                new Route("POST", "/erasures", NONE, Access.ADMINS, erasures::erase),
                new Route("POST", "/unsuppressions", NONE, Access.ADMINS, erasures::unsuppress),
                get(
                        "/metrics",
                        NONE,
                        (exchange, parameters) ->
                                exchange.text("text/plain; version=0.0.4; charset=utf-8", meters.scrape())),
                get("/openapi.json", NONE, (exchange, parameters) -> exchange.text("application/json", openApi())),
                new Route("GET", "/healthz", NONE, Access.OPEN, (exchange, parameters) -> health(store, exchange)));
    }

    private static Route get(String path, Set<String> parameters, Route.Handler handler) {
        return send("GET", path, parameters, handler);
    }

    private static Route send(String method, String path, Set<String> parameters, Route.Handler handler) {
        return new Route(method, path, parameters, Access.USERS, handler);
    }

    private static Set<String> and(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static void health(PatientPaymentStore store, Exchange exchange) throws IOException {
        try {
            store.syncRuns(1);
        } catch (StoreException e) {
            LOG.warn("The store can't be queried: {}", e.getMessage());
            throw ProblemMapper.withoutDetails(e);
        }
        exchange.json(200, json -> json.object().text("status", "up").end());
    }

    static String openApi() throws IOException {
        try (InputStream document = Objects.requireNonNull(Routes.class.getResourceAsStream("openapi.json"))) {
            return new String(document.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
