package io.github.patientpayments.examples.service;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.history.Version;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Handles every GET of one record. An erased patient is not there, like one that never was. Thread-safe. */
final class RecordHandlers {

    static final Set<String> LIMIT = Set.of("limit");

    private final PatientPaymentStore store;
    private final Paging paging;

    RecordHandlers(PatientPaymentStore store, int itemsPerPage) {
        this.store = store;
        this.paging = new Paging(itemsPerPage);
    }

    /** A patient and the first payments, both of the same state of the store. */
    void patient(Exchange exchange, Parameters parameters) throws IOException {
        String id = parameters.variable();
        PageRequest<PaymentSort> request =
                PageRequest.by(PaymentSort.ID).limit(parameters.size("limit", PageRequest.MAX_LIMIT));
        Page<Patient> found = find(id);
        Page<Payment> payments = store.payments(PaymentFilter.ofPatient(id), request);
        while (payments.baseRun() != found.baseRun()) {
            found = find(id);
            payments = store.payments(PaymentFilter.ofPatient(id), request);
        }
        respond(exchange, found.items(), payments);
    }

    private Page<Patient> find(String id) {
        return store.patients(
                PatientFilter.builder().externalIds(List.of(id)).build(),
                PageRequest.by(PatientSort.ID).limit(1));
    }

    private static void respond(Exchange exchange, List<Patient> found, Page<Payment> payments) throws IOException {
        if (found.isEmpty()) {
            throw noRecord();
        }
        Patient patient = found.get(0);
        String path = "/payments?external_id=" + encoded(patient.externalId());
        payments.next()
                .ifPresent(
                        next -> exchange.setHeader("Link", "<" + path + "&after=" + encoded(next) + ">; rel=\"next\""));
        exchange.json(200, json -> {
            json.object().field("patient");
            StoreJson.patient(json, patient);
            json.array("payments");
            for (Payment payment : payments.items()) {
                StoreJson.payment(json, payment);
            }
            json.end().end();
        });
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    void payment(Exchange exchange, Parameters parameters) throws IOException {
        Payment payment = store.payment(parameters.variable()).orElseThrow(RecordHandlers::noRecord);
        exchange.json(200, json -> StoreJson.payment(json, payment));
    }

    void patientVersions(Exchange exchange, Parameters parameters) throws IOException {
        PageRequest<Void> request = paging.request(parameters, PageRequest.first());
        Page<Version<PatientData>> page = store.history().patientVersions(parameters.variable(), request);
        versions(exchange, parameters, request, page, StoreJson::patientVersion);
    }

    void paymentVersions(Exchange exchange, Parameters parameters) throws IOException {
        PageRequest<Void> request = paging.request(parameters, PageRequest.first());
        Page<Version<PaymentData>> page = store.history().paymentVersions(parameters.variable(), request);
        versions(exchange, parameters, request, page, StoreJson::paymentVersion);
    }

    private <T> void versions(
            Exchange exchange,
            Parameters parameters,
            PageRequest<?> request,
            Page<Version<T>> page,
            StoreJson.Writer<Version<T>> version)
            throws IOException {
        if (page.items().isEmpty() && page.total().orElse(0) == 0) {
            throw noRecord();
        }
        paging.respond(exchange, parameters, request, page, version);
    }

    private static Problem noRecord() {
        return new Problem(
                404,
                "no-record",
                "There is no such record",
                "A record is found by its external id, percent-encoded. One that was deleted has a history only.");
    }
}
