package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A value of every type in every field, and every field twice. */
class HostileFieldContract extends RecordContractTest {

    private static final Map<String, String> PATIENT = new LinkedHashMap<>();
    private static final Map<String, String> PAYMENT = new LinkedHashMap<>();

    static {
        PATIENT.put("externalId", "\"7\"");
        PATIENT.put("firstName", "\"A\"");
        PATIENT.put("lastName", "\"B\"");
        PATIENT.put("middleName", "\"C\"");
        PATIENT.put("dateOfBirth", "\"1980-01-31\"");
        PATIENT.put("deleted", "false");
        PAYMENT.put("externalId", "\"701\"");
        PAYMENT.put("patientId", "\"7\"");
        PAYMENT.put("amount", "7.10");
        PAYMENT.put("deleted", "false");
    }

    @BeforeEach
    void aPatient() {
        syncPatients(patient("7"));
    }

    @Test
    void everyFieldNamesValuesOfAnotherType() {
        for (String value : List.of("{}", "[]", "[\"x\"]", "{\"amount\":1}", "[[[]]]")) {
            assertFaults(value, "WRONG_TYPE", PATIENT.keySet(), PAYMENT.keySet());
        }
        assertFaults("7", "WRONG_TYPE", without(PATIENT, "externalId"), List.of("deleted"));
        assertFaults("7.5", "WRONG_TYPE", PATIENT.keySet(), without(PAYMENT, "amount"));
        assertFaults("1e2", "WRONG_TYPE", PATIENT.keySet(), without(PAYMENT, "amount"));
        assertFaults("true", "WRONG_TYPE", without(PATIENT, "deleted"), without(PAYMENT, "deleted"));
        assertFaults("true", "DELETION_IN_FULL_SET", List.of("deleted"), List.of("deleted"));
        assertFaults("\"true\"", "WRONG_TYPE", List.of("deleted"), List.of("deleted"));
        assertFaults("null", "MISSING", List.of("externalId", "firstName", "lastName"), without(PAYMENT, "deleted"));
        assertFaults(
                "\"\"", "BLANK", List.of("externalId", "firstName", "lastName"), List.of("externalId", "patientId"));
    }

    /** A name may be written with escapes: it is the same name. */
    @Test
    void everyFieldIsGivenOnce() {
        for (Map<String, String> fields : List.of(PATIENT, PAYMENT)) {
            for (String field : fields.keySet()) {
                String escaped = "\\u%04x".formatted((int) field.charAt(0)) + field.substring(1);
                for (String second : List.of(field, escaped)) {
                    for (String value : List.of(fields.get(field), "null", "[[1]]")) {
                        String record = with(fields, second, value);
                        assertThat(codes(fields, List.of(record)).get(0))
                                .as(record)
                                .containsExactly(field + " DUPLICATE_FIELD");
                    }
                }
            }
        }
    }

    /** Names that differ in case, in white space or in a character that is not seen are others. */
    @Test
    void onlyTheNameItselfIsTheField() {
        for (String field : PATIENT.keySet()) {
            for (String other : List.of(
                    field.toUpperCase(Locale.ROOT),
                    field + " ",
                    field + "\\u0000",
                    "\\ufeff" + field,
                    field + "\\u0301")) {
                String record = with(PATIENT, other, "[7]");
                assertThat(codes(PATIENT, List.of(record)).get(0)).as(record).isEmpty();
            }
        }
    }

    /** One file has a record for each field, with the value in it. */
    private void assertFaults(
            String value, String code, Iterable<String> patientFields, Iterable<String> paymentFields) {
        assertFaults(PATIENT, value, code, patientFields);
        assertFaults(PAYMENT, value, code, paymentFields);
    }

    private void assertFaults(Map<String, String> fields, String value, String code, Iterable<String> wrong) {
        List<String> records = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        for (String field : wrong) {
            Map<String, String> changed = new LinkedHashMap<>(fields);
            changed.put(field, value);
            records.add(object(changed));
            expected.add(List.of(field + " " + code));
        }
        assertThat(codes(fields, records)).as(value).isEqualTo(expected);
    }

    private List<List<String>> codes(Map<String, String> fields, List<String> records) {
        Snapshot.Builder snapshot = Snapshot.builder();
        SyncReport report = store.sync((fields == PATIENT
                        ? snapshot.patients(json(array(records.toArray(String[]::new))))
                        : snapshot.payments(json(array(records.toArray(String[]::new)))))
                .build());
        List<List<String>> codes = new ArrayList<>();
        for (long position = 1; position <= records.size(); position++) {
            codes.add(faults(report).getOrDefault(position, List.of()));
        }
        return codes;
    }

    private static List<String> without(Map<String, String> fields, String field) {
        return fields.keySet().stream().filter(name -> !name.equals(field)).toList();
    }

    /** The record, and then one more field. */
    private static String with(Map<String, String> fields, String name, String value) {
        String object = object(fields);
        return object.substring(0, object.length() - 1) + ",\"" + name + "\":" + value + "}";
    }

    private static String object(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
