package io.github.patientpayments.examples.service;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.Rejection;
import io.github.patientpayments.Rejection.Fault;
import io.github.patientpayments.SyncReport;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.StoredRejections;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Iterator;
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
 * "errors"}}, with the fields that are right in {@code data}, and each fault of the others in {@code errors}. The status is {@code
 * success}, {@code fail} or, what the original could not have, {@code suppressed}. A payment's patient is told as it is
 * when it is answered.
 */
final class RecordAnswers {

    private static final String SUCCESS = "success";
    private static final String FAIL = "fail";
    private static final String SUPPRESSED = "suppressed";

    /** Payments of a patient mostly stand together. */
    private static final int PATIENTS_KEPT = 10_000;

    private final PatientPaymentStore store;
    private final RecordType type;
    private final SyncReport report;
    private final Tally expected;
    private final Iterator<Rejection> rejections;
    private @Nullable Rejection next;

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
        this.report = report;
        this.expected = new Tally(
                report.patients().rejected() + report.payments().rejected(),
                report.patients().suppressed() + report.payments().suppressed());
        this.rejections =
                expected.rejected() > 0 ? new StoredRejections(store, report.run()) : Collections.emptyIterator();
    }

    void write(Json json, Elements elements) throws IOException {
        json.array();
        Tally told = new Tally(0, 0);
        long position = 0;
        for (Map<String, String> fields = elements.next(); fields != null; fields = elements.next()) {
            position++;
            told = told.plus(answer(json, fields, faults(position)));
        }
        if (!told.equals(expected)) {
            // Purged or erased in between: better no answer than one that tells of a success that was none.
            throw new IllegalStateException("What became of the records is no longer stored");
        }
        json.end();
    }

    /** What is wrong with the record at a position. Positions are asked for in their order. */
    private List<Fault> faults(long position) {
        if (next == null && rejections.hasNext()) {
            next = rejections.next();
        }
        if (next == null || next.position() != position) {
            return List.of();
        }
        List<Fault> faults = next.faults();
        next = null;
        return faults;
    }

    private String answer(Json json, Map<String, String> fields, List<Fault> faults) throws IOException {
        String status = !faults.isEmpty() ? FAIL : isSuppressed(fields) ? SUPPRESSED : SUCCESS;
        json.object().text("status", status).object("data");
        if (status.equals(SUPPRESSED)) {
            json.text("external_id", fields.get("externalId"));
        } else {
            data(json, fields, faults.stream().map(Fault::field).collect(Collectors.toSet()));
        }
        json.end();
        if (!faults.isEmpty()) {
            errors(json, faults);
        }
        json.end();
        return status;
    }

    /** Whether it is of an erased patient: then it was neither looked at nor stored, whatever is in it. */
    private boolean isSuppressed(Map<String, String> fields) {
        String patient = fields.get(type == RecordType.PATIENT ? "externalId" : "patientId");
        return expected.suppressed() > 0
                && !isDeletion(fields)
                && patient != null
                && store.history().asOfRun(report.run()).patient(patient).isEmpty();
    }

    private static boolean isDeletion(Map<String, String> fields) {
        return Boolean.parseBoolean(fields.get("deleted"));
    }

    /** How many records have another answer than success. */
    private record Tally(long rejected, long suppressed) {

        Tally plus(String status) {
            return new Tally(
                    rejected + (status.equals(FAIL) ? 1 : 0), suppressed + (status.equals(SUPPRESSED) ? 1 : 0));
        }
    }

    private void data(Json json, Map<String, String> fields, Set<String> wrong) throws IOException {
        if (isDeletion(fields)) {
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

    /** As it was sent, but with two decimals at least: 7.1 is 7.10, in whatever way it was written. */
    private static @Nullable BigDecimal exact(@Nullable String amount) {
        if (amount == null) {
            return null;
        }
        BigDecimal number = new BigDecimal(amount).stripTrailingZeros();
        return number.setScale(Math.max(2, number.scale()));
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
