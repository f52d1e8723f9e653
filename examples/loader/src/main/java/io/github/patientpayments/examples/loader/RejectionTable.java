package io.github.patientpayments.examples.loader;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.sync.Rejection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rejected records with their faults. */
final class RejectionTable {

    private RejectionTable() {}

    /** Of the first rejections of a run: the patients are among them, if any payment is. */
    static TextTable of(List<Rejection> rejections) {
        Set<String> patients = rejections.stream()
                .filter(rejection -> rejection.recordType() == RecordType.PATIENT)
                .flatMap(rejection -> rejection.externalId().stream())
                .collect(Collectors.toSet());
        return of(rejections, patients);
    }

    /** Of any rejections of a run that also rejected these patients. */
    static TextTable of(List<Rejection> rejections, Set<String> patients) {
        TextTable table = new TextTable("record", "id", "code", "message")
                .shortening("id")
                .wrapping("code", "message");
        for (Rejection rejection : rejections) {
            table.row(
                    record(rejection),
                    rejection.externalId().map(Cells::text).orElse("unreadable"),
                    Cells.faults(rejection, Rejection.Fault::code),
                    Cells.faults(rejection, fault -> message(rejection, fault, patients)));
        }
        return table;
    }

    private static String record(Rejection rejection) {
        String line =
                rejection.line().isPresent() ? ", line " + rejection.line().getAsLong() : "";
        return rejection.recordType() + " no. " + rejection.position() + line;
    }

    /** How many records have which fault, the commonest first: a format that has changed is one line. */
    static TextTable byFault(List<Rejection> rejections) {
        Map<List<String>, Long> counts = rejections.stream()
                .flatMap(rejection -> rejection.faults().stream()
                        .map(fault -> List.of(
                                rejection.recordType().plural(),
                                fault.field(),
                                fault.code().name())))
                .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
        TextTable table = new TextTable("number", "records", "field", "code");
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(count -> table.row(
                        count.getValue().toString(),
                        count.getKey().get(0),
                        count.getKey().get(1),
                        count.getKey().get(2)));
        return table;
    }

    /** Names the patient that was looked for. */
    private static String message(Rejection rejection, Rejection.Fault fault, Set<String> patients) {
        if (!isPatientUnknown(fault)) {
            return fault.message();
        }
        String patient = rejection.patientExternalId().orElse("");
        return patients.contains(patient)
                ? "Its patient was rejected too: " + patient
                : fault.message() + " (patient " + patient + ")";
    }

    static boolean isPatientUnknown(Rejection.Fault fault) {
        return fault.code() == Rejection.Code.UNKNOWN_PATIENT;
    }
}
