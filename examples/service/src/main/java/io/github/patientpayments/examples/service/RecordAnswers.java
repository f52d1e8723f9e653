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
 * Tells of every record of a delivery, in its order, what became of it, as the original does: {@code {"status", "data",
 * "errors"}}, with the fields that are right in {@code data}, and each fault of the others in {@code errors}. The status is {@code
 * success}, {@code fail} or, what the original could not have, {@code suppressed}. A payment's patient is told as it is
 * when its part of the answer is written.
 */
final class RecordAnswers {

    private static final String SUCCESS = "success";
    private static final String FAIL = "fail";
    private static final String SUPPRESSED = "suppressed";

    private static final PageRequest<PatientSort> ALL_OF_THEM =
            PageRequest.by(PatientSort.ID).limit(PatientFilter.MAX_IDS);

    private final PatientPaymentStore store;
    private final RecordType type;
    private final SyncReport report;
    private final Tally expected;
    private final Iterator<Rejection> rejections;
    private @Nullable Rejection next;

    /** Whether patients of the batch at hand, who are not live, were not live then either. */
    private final Map<String, Boolean> suppressed = new HashMap<>();

    RecordAnswers(PatientPaymentStore store, RecordType type, SyncReport report) {
        this.store = store;
        this.type = type;
        this.report = report;
        this.expected = new Tally(
                report.patients().rejected() + report.payments().rejected(),
                report.patients().suppressed() + report.payments().suppressed(),
                0);
        this.rejections =
                expected.rejected() > 0 ? StoredRejections.of(store, report.number()) : Collections.emptyIterator();
    }

    void write(Json json, Elements elements) throws IOException {
        json.array();
        Tally told = new Tally(0, 0, 0);
        long position = 0;
        for (List<Map<String, String>> batch = next(elements); !batch.isEmpty(); batch = next(elements)) {
            Map<String, Patient> patients = named(batch);
            suppressed.clear();
            for (Map<String, String> fields : batch) {
                position++;
                told = told.plus(answer(json, fields, faults(position), patients), isDeletion(fields));
            }
        }
        if (!told.fits(expected)) {
            // Purged or erased in between: better no answer than one that tells of a success that was none.
            throw new IllegalStateException("What became of the records is no longer stored");
        }
        json.end();
    }

    private static List<Map<String, String>> next(Elements elements) throws IOException {
        return elements.next(PatientFilter.MAX_IDS);
    }

    /** The live patients that some records name. Asks once: a question for each would take longer than the sync. */
    private Map<String, Patient> named(List<Map<String, String>> batch) {
        if (type == RecordType.PATIENT && expected.suppressed() == 0) {
            return Map.of();
        }
        Set<String> ids = batch.stream().flatMap(this::patientOf).collect(Collectors.toSet());
        PatientFilter filter = PatientFilter.builder().externalIds(ids).build();
        return store.patients(filter, ALL_OF_THEM).items().stream()
                .collect(Collectors.toMap(Patient::externalId, Function.identity()));
    }

    private Stream<String> patientOf(Map<String, String> fields) {
        return Stream.ofNullable(fields.get(type == RecordType.PATIENT ? "externalId" : "patientId"));
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

    private String answer(Json json, Map<String, String> fields, List<Fault> faults, Map<String, Patient> patients)
            throws IOException {
        String status = !faults.isEmpty() ? FAIL : isSuppressed(fields, patients) ? SUPPRESSED : SUCCESS;
        json.object().text("status", status).object("data");
        if (status.equals(SUPPRESSED)) {
            json.text("external_id", fields.get("externalId"));
        } else {
            Set<String> wrong = faults.stream().map(Fault::field).collect(Collectors.toSet());
            data(json, fields, wrong, patients);
        }
        json.end();
        if (!faults.isEmpty()) {
            errors(json, faults);
        }
        json.end();
        return status;
    }

    /**
     * Whether it is of an erased patient: then it was neither looked at nor stored, whatever is in it. Such a patient is
     * not live, nor was when the delivery had come. Of a deletion that can't be told, nor need be: nothing is left.
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

    /** How many records have another answer than success, and how many deletions there are among the others. */
    private record Tally(long rejected, long suppressed, long deletions) {

        Tally plus(String status, boolean deletion) {
            return new Tally(
                    rejected + (status.equals(FAIL) ? 1 : 0),
                    suppressed + (status.equals(SUPPRESSED) ? 1 : 0),
                    deletions + (status.equals(SUCCESS) && deletion ? 1 : 0));
        }

        /** The store counts the deletion of an erased patient as suppressed. */
        boolean fits(Tally expected) {
            long more = expected.suppressed - suppressed;
            return rejected == expected.rejected && more >= 0 && more <= deletions;
        }
    }

    private void data(Json json, Map<String, String> fields, Set<String> wrong, Map<String, Patient> patients)
            throws IOException {
        if (isDeletion(fields)) {
            right(json, wrong, "externalId", fields.get("externalId"));
            json.flag("deleted", true);
        } else if (wrong.contains("record")) {
            // No object: nothing of it is right.
        } else if (type == RecordType.PATIENT) {
            patient(json, fields, wrong);
        } else {
            payment(json, fields, wrong, patients);
        }
    }

    private static void patient(Json json, Map<String, String> fields, Set<String> wrong) throws IOException {
        right(json, wrong, "firstName", stripped(fields.get("firstName")));
        right(json, wrong, "lastName", stripped(fields.get("lastName")));
        right(json, wrong, "middleName", stripped(fields.get("middleName")));
        right(json, wrong, "dateOfBirth", fields.get("dateOfBirth"));
        right(json, wrong, "externalId", fields.get("externalId"));
    }

    private static void payment(Json json, Map<String, String> fields, Set<String> wrong, Map<String, Patient> patients)
            throws IOException {
        if (!wrong.contains("amount")) {
            json.text("amount", exact(fields.get("amount")));
        }
        String patientId = fields.get("patientId");
        if (patientId != null && !wrong.contains("patientId")) {
            Patient patient = patients.get(patientId);
            if (patient != null) {
                StoreJson.patientFields(json.object("patient"), patient);
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
