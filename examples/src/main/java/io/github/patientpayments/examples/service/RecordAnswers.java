package io.github.patientpayments.examples.service;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.Rejection;
import io.github.patientpayments.Rejection.Fault;
import io.github.patientpayments.SyncReport;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells of every record of a delivery, in its order, what became of it, as the original does: {@code {"status", "data",
 * "errors"}}, with the fields that are right in {@code data}, and each fault of the others in {@code errors}.
 */
final class RecordAnswers {

    /** Payments of a patient mostly stand together. */
    private static final int PATIENTS_KEPT = 10_000;

    /** The store's own limit of an amount. */
    private static final int MAX_NUMBER_LENGTH = 40;

    private final PatientPaymentStore store;
    private final RecordType type;
    private final long rejected;
    private final RejectionsInOrder rejections;

    @SuppressWarnings("serial")
    private final Map<String, Optional<Patient>> patients = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Patient>> eldest) {
            return size() > PATIENTS_KEPT;
        }
    };

    RecordAnswers(PatientPaymentStore store, RecordType type, SyncReport report) {
        this.store = store;
        this.type = type;
        this.rejected = report.patients().rejected() + report.payments().rejected();
        this.rejections = new RejectionsInOrder(store, report.run(), rejected > 0);
    }

    void write(Json json, Elements elements) throws IOException {
        json.array();
        long position = 0;
        long failed = 0;
        for (Map<String, String> fields = elements.next(); fields != null; fields = elements.next()) {
            position++;
            List<Fault> faults = rejections.at(position).map(Rejection::faults).orElse(List.of());
            answer(json, fields, faults);
            failed += faults.isEmpty() ? 0 : 1;
        }
        if (failed != rejected) {
            // Purged or erased in between: better no answer than one that tells of a success that was none.
            throw new IllegalStateException("The rejections of the run are no longer stored");
        }
        json.end();
    }

    private void answer(Json json, Map<String, String> fields, List<Fault> faults) throws IOException {
        json.object().text("status", faults.isEmpty() ? "success" : "fail").object("data");
        data(json, fields, faults.stream().map(Fault::field).collect(Collectors.toSet()));
        json.end();
        if (!faults.isEmpty()) {
            errors(json, faults);
        }
        json.end();
    }

    private void data(Json json, Map<String, String> fields, Set<String> wrong) throws IOException {
        if (Boolean.parseBoolean(fields.get("deleted"))) {
            right(json, wrong, "externalId", fields.get("externalId"));
            json.flag("deleted", true);
        } else if (wrong.contains("record")) {
            // No object: nothing of it is right.
        } else if (type == RecordType.PATIENT) {
            patient(json, fields, wrong);
        } else {
            payment(json, fields, wrong);
        }
    }

    private static void patient(Json json, Map<String, String> fields, Set<String> wrong) throws IOException {
        right(json, wrong, "firstName", stripped(fields.get("firstName")));
        right(json, wrong, "lastName", stripped(fields.get("lastName")));
        right(json, wrong, "middleName", stripped(fields.get("middleName")));
        right(json, wrong, "dateOfBirth", fields.get("dateOfBirth"));
        right(json, wrong, "externalId", fields.get("externalId"));
    }

    private void payment(Json json, Map<String, String> fields, Set<String> wrong) throws IOException {
        if (!wrong.contains("amount")) {
            json.text("amount", exact(fields.get("amount")));
        }
        String patientId = fields.get("patientId");
        if (patientId != null && !wrong.contains("patientId")) {
            Optional<Patient> patient = patients.computeIfAbsent(patientId, store::patient);
            if (patient.isPresent()) {
                StoreJson.patientFields(json.object("patient"), patient.get());
                json.end();
            }
        }
        right(json, wrong, "externalId", fields.get("externalId"));
    }

    private static void right(Json json, Set<String> wrong, String field, @Nullable String value) throws IOException {
        if (!wrong.contains(field)) {
            json.text(snakeCase(field), value);
        }
    }

    private static @Nullable String stripped(@Nullable String name) {
        return name == null || name.isBlank() ? null : name.strip();
    }

    /**
     * As it was sent, but with two decimals at least: 7.1 is 7.10, in whatever way it was written. Null for what is no
     * amount: a payment of an erased patient is not looked at, so it may have any.
     */
    private static @Nullable BigDecimal exact(@Nullable String amount) {
        if (amount == null || amount.length() > MAX_NUMBER_LENGTH) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(amount);
            if (Math.abs((long) number.scale()) > MAX_NUMBER_LENGTH) {
                return null;
            }
            BigDecimal plain = number.stripTrailingZeros();
            return plain.setScale(Math.max(2, plain.scale()));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static void errors(Json json, List<Fault> faults) throws IOException {
        Map<String, List<Fault>> byField =
                faults.stream().collect(Collectors.groupingBy(Fault::field, LinkedHashMap::new, Collectors.toList()));
        json.object("errors");
        for (Map.Entry<String, List<Fault>> field : byField.entrySet()) {
            json.array(field.getKey().equals("patientId") ? "patient" : snakeCase(field.getKey()));
            for (Fault fault : field.getValue()) {
                json.element(fault.message());
            }
            json.end();
        }
        json.end();
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
