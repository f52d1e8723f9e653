package io.github.patientpayments.examples.loader;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncCounts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values as the cells of a table. */
final class Cells {

    private Cells() {}

    /**
     * Formats a value on one line.
     *
     * @return without characters that are invisible or steer a terminal (control sequences, the direction of text, line
     *     breaks): the text of the other system must neither break the table nor show what is not there
     */
    static String text(Object value) {
        return value.toString().replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }

    /** Formats an optional value; empty if there is none. */
    static String text(Optional<?> value) {
        return value.map(Cells::text).orElse("");
    }

    /** Formats a time; to the minute where there is little room. */
    static Object time(Instant time) {
        return new TextTable.Brief(
                time.toString(), time.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z"));
    }

    /** Formats an optional time; empty if there is none. */
    static Object time(Optional<Instant> time) {
        return time.map(Cells::time).orElse("");
    }

    static String name(Optional<String> first, Optional<String> middle, Optional<String> last) {
        return Stream.of(first, middle, last)
                .flatMap(Optional::stream)
                .map(Cells::text)
                .collect(Collectors.joining(" "));
    }

    static String name(PatientData patient) {
        return name(patient.firstName(), patient.middleName(), patient.lastName());
    }

    /** Formats the changed fields with their old and new values. */
    static String fields(List<FieldChange> fields) {
        return fields.stream()
                .map(field ->
                        field.field() + ": " + field.oldValue().map(Cells::text).orElse("-") + " -> "
                                + field.newValue().map(Cells::text).orElse("-"))
                .collect(Collectors.joining("; "));
    }

    /** Lists one property of all faults. */
    static String faults(Rejection rejection, Function<Rejection.Fault, Object> part) {
        return rejection.faults().stream().map(part).map(Cells::text).collect(Collectors.joining(", "));
    }

    /**
     * Lists the counts that are not 0, after the scope of a set of some payments, as {@code --payments-since} has it.
     */
    static String counts(SyncCounts counts) {
        List<String> parts = new ArrayList<>();
        part(parts, counts.read(), "read");
        part(parts, counts.inserted(), "inserted");
        part(parts, counts.updated(), "updated");
        part(parts, counts.restored(), "restored");
        part(parts, counts.deleted(), "deleted");
        part(parts, counts.rejected(), "rejected");
        part(parts, counts.withheld(), "withheld");
        part(parts, counts.suppressed(), "suppressed");
        part(parts, counts.filtered(), "filtered");
        String listed = parts.isEmpty() ? "-" : String.join(", ", parts);
        return counts.paidFrom().map(date -> "since " + date + ": ").orElse("") + listed;
    }

    private static void part(List<String> parts, long count, String label) {
        if (count > 0) {
            parts.add(count + " " + label);
        }
    }
}
