package io.github.patientpayments.examples.service;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.StoredRejections;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Rejection.Fault;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes one entry per record of an upload, in the order of the upload and in the format of the original:
 * {@code {"status", "data", "errors"}}, with the valid fields in {@code data} and the faults of the others in
 * {@code errors}. The status is {@code success}, {@code fail} or, which the original does not have, {@code suppressed}.
 * The patient of a payment is shown as of the time when its entry is written. Not thread-safe.
 */
final class UploadResponse {

    private static final String SUCCESS = "success";
    private static final String FAIL = "fail";
    private static final String SUPPRESSED = "suppressed";

    private static final PageRequest<PatientSort> ONE_BATCH =
            PageRequest.by(PatientSort.ID).limit(PatientFilter.MAX_IDS);

    private final PatientPaymentStore store;
    private final RecordType type;
    private final SyncReport report;
    private final Counts expected;
    private final Iterator<Rejection> rejections;
    private @Nullable Rejection next;

    /** By external id: whether a patient of this batch who is not live was not live after the run either. */
    private final Map<String, Boolean> suppressed = new HashMap<>();

    UploadResponse(PatientPaymentStore store, RecordType type, SyncReport report) {
        this.store = store;
        this.type = type;
        this.report = report;
        this.expected = new Counts(
                report.patients().rejected() + report.payments().rejected(),
                report.patients().suppressed() + report.payments().suppressed(),
                0);
        this.rejections =
                expected.rejected() > 0 ? StoredRejections.of(store, report.number()) : Collections.emptyIterator();
    }

    void write(Json json, ElementReader elements) throws IOException {
        json.array();
        Counts written = new Counts(0, 0, 0);
        long position = 0;
        for (List<Map<String, String>> batch = next(elements); !batch.isEmpty(); batch = next(elements)) {
            Map<String, Patient> patients = patientsOf(batch);
            suppressed.clear();
            for (Map<String, String> fields : batch) {
                position++;
                written = written.plus(entry(json, fields, faults(position), patients), isDeletion(fields));
            }
        }
        if (!written.matches(expected)) {
            // Purged or erased meanwhile. No response is better than one that reports a success that was none.
            throw new IllegalStateException("The outcome of the records is no longer stored");
        }
        json.end();
    }

    private static List<Map<String, String>> next(ElementReader elements) throws IOException {
        return elements.next(PatientFilter.MAX_IDS);
    }

    /** The live patients that a batch refers to, from one query: one per record would take longer than the sync. */
    private Map<String, Patient> patientsOf(List<Map<String, String>> batch) {
        if (type == RecordType.PATIENT && expected.suppressed() == 0) {
            return Map.of();
        }
        Set<String> ids = batch.stream().flatMap(this::patientOf).collect(Collectors.toSet());
        PatientFilter filter = PatientFilter.builder().externalIds(ids).build();
        return store.patients(filter, ONE_BATCH).items().stream()
                .collect(Collectors.toMap(Patient::externalId, Function.identity()));
    }

    private Stream<String> patientOf(Map<String, String> fields) {
        return Stream.ofNullable(fields.get(type == RecordType.PATIENT ? "externalId" : "patientId"));
    }

    /** The faults of the record at a position. Must be called in the order of the positions. */
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

    private String entry(Json json, Map<String, String> fields, List<Fault> faults, Map<String, Patient> patients)
            throws IOException {
        String status = !faults.isEmpty() ? FAIL : isSuppressed(fields, patients) ? SUPPRESSED : SUCCESS;
        json.object().text("status", status).object("data");
        if (status.equals(SUPPRESSED)) {
            json.text("external_id", fields.get("externalId"));
        } else {
            Set<String> invalid = faults.stream().map(Fault::field).collect(Collectors.toSet());
            data(json, fields, invalid, patients);
        }
        json.end();
        if (!faults.isEmpty()) {
            errors(json, faults);
        }
        json.end();
        return status;
    }

    /**
     * Whether the record is of an erased patient, and was therefore ignored. Such a patient is not live, and was not
     * live after the run. For a deletion this can't be known, nor does it matter: either way nothing is left.
     */
    private boolean isSuppressed(Map<String, String> fields, Map<String, Patient> patients) {
        return expected.suppressed() > 0
                && !isDeletion(fields)
                && patientOf(fields)
                        .filter(id -> !patients.containsKey(id))
                        .anyMatch(id -> suppressed.computeIfAbsent(id, this::wasNotLive));
    }

    private boolean wasNotLive(String patient) {
        return store.history().asOfRun(report.number()).patient(patient).isEmpty();
    }

    private static boolean isDeletion(Map<String, String> fields) {
        return Boolean.parseBoolean(fields.get("deleted"));
    }

    /** The number of records that were not a success, and of the deletions among those that were. */
    private record Counts(long rejected, long suppressed, long deletions) {

        Counts plus(String status, boolean deletion) {
            return new Counts(
                    rejected + (status.equals(FAIL) ? 1 : 0),
                    suppressed + (status.equals(SUPPRESSED) ? 1 : 0),
                    deletions + (status.equals(SUCCESS) && deletion ? 1 : 0));
        }

        /** The store counts the deletion of an erased patient as suppressed. */
        boolean matches(Counts expected) {
            long more = expected.suppressed - suppressed;
            return rejected == expected.rejected && more >= 0 && more <= deletions;
        }
    }

    private void data(Json json, Map<String, String> fields, Set<String> invalid, Map<String, Patient> patients)
            throws IOException {
        if (isDeletion(fields)) {
            valid(json, invalid, "externalId", fields.get("externalId"));
            json.flag("deleted", true);
        } else if (invalid.contains("record")) {
            // Not an object: no field is valid.
        } else if (type == RecordType.PATIENT) {
            patient(json, fields, invalid);
        } else {
            payment(json, fields, invalid, patients);
        }
    }

    private static void patient(Json json, Map<String, String> fields, Set<String> invalid) throws IOException {
        valid(json, invalid, "firstName", stripped(fields.get("firstName")));
        valid(json, invalid, "lastName", stripped(fields.get("lastName")));
        valid(json, invalid, "middleName", stripped(fields.get("middleName")));
        valid(json, invalid, "dateOfBirth", stripped(fields.get("dateOfBirth")));
        valid(json, invalid, "externalId", fields.get("externalId"));
    }

    private static void payment(
            Json json, Map<String, String> fields, Set<String> invalid, Map<String, Patient> patients)
            throws IOException {
        if (!invalid.contains("amount")) {
            json.text("amount", exact(fields.get("amount")));
        }
        String patientId = fields.get("patientId");
        if (patientId != null && !invalid.contains("patientId")) {
            Patient patient = patients.get(patientId);
            if (patient != null) {
                StoreJson.patientFields(json.object("patient"), patient);
                json.end();
            }
        }
        valid(json, invalid, "externalId", fields.get("externalId"));
        String paidOn = stripped(fields.get("paidOn"));
        if (paidOn != null) {
            valid(json, invalid, "paidOn", paidOn);
        }
    }

    private static void valid(Json json, Set<String> invalid, String field, @Nullable String value) throws IOException {
        if (!invalid.contains(field)) {
            json.text(snakeCase(field), value);
        }
    }

    private static @Nullable String stripped(@Nullable String name) {
        return name == null || name.isBlank() ? null : name.strip();
    }

    /** The amount as sent, with at least two decimals: 7.1 becomes 7.10. */
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
