package io.github.patientpayments.examples.service;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.PageRequest;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientFilter;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PatientSort;
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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    private static final PageRequest<PatientSort> ALL_OF_THEM =
            PageRequest.by(PatientSort.ID).limit(PatientFilter.MAX_EXTERNAL_IDS);

    private final PatientPaymentStore store;
    private final RecordType type;
    private final SyncReport report;
    private final Tally expected;
    private final Iterator<Rejection> rejections;
    private @Nullable Rejection next;

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
        for (List<Map<String, String>> batch = next(elements); !batch.isEmpty(); batch = next(elements)) {
            NamedPatients named = named(batch);
            for (Map<String, String> fields : batch) {
                position++;
                told = told.plus(answer(json, fields, faults(position), named));
            }
        }
        if (!told.equals(expected)) {
            // Purged or erased in between: better no answer than one that tells of a success that was none.
            throw new IllegalStateException("What became of the records is no longer stored");
        }
        json.end();
    }

    private static List<Map<String, String>> next(Elements elements) throws IOException {
        return elements.next(PatientFilter.MAX_EXTERNAL_IDS);
    }

    /**
     * The patients that some records name.
     *
     * @param now as they are, if they are to be told
     * @param then the ids of those that were live when the delivery had come
     */
    private record NamedPatients(Map<String, Patient> now, Set<String> then) {}

    /** Asks once for all: a question for each record would take longer than the sync. */
    private NamedPatients named(List<Map<String, String>> batch) {
        Set<String> ids = batch.stream().flatMap(this::patientOf).collect(Collectors.toSet());
        return new NamedPatients(
                type == RecordType.PAYMENT ? find(store, ids) : Map.of(),
                expected.suppressed() > 0
                        ? find(store.history().asOfRun(report.run()), ids).keySet()
                        : ids);
    }

    private Stream<String> patientOf(Map<String, String> fields) {
        return Stream.ofNullable(fields.get(type == RecordType.PATIENT ? "externalId" : "patientId"));
    }

    private static Map<String, Patient> find(Mirror mirror, Set<String> externalIds) {
        PatientFilter filter = PatientFilter.builder().externalIds(externalIds).build();
        return mirror.patients(filter, ALL_OF_THEM).items().stream()
                .collect(Collectors.toMap(Patient::externalId, Function.identity()));
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

    private String answer(Json json, Map<String, String> fields, List<Fault> faults, NamedPatients named)
            throws IOException {
        String status = !faults.isEmpty() ? FAIL : isSuppressed(fields, named) ? SUPPRESSED : SUCCESS;
        json.object().text("status", status).object("data");
        if (status.equals(SUPPRESSED)) {
            json.text("external_id", fields.get("externalId"));
        } else {
            Set<String> wrong = faults.stream().map(Fault::field).collect(Collectors.toSet());
            data(json, fields, wrong, named.now());
        }
        json.end();
        if (!faults.isEmpty()) {
            errors(json, faults);
        }
        json.end();
        return status;
    }

    /** Whether it is of an erased patient: then it was neither looked at nor stored, whatever is in it. */
    private boolean isSuppressed(Map<String, String> fields, NamedPatients named) {
        return !isDeletion(fields)
                && patientOf(fields).anyMatch(patient -> !named.then().contains(patient));
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
