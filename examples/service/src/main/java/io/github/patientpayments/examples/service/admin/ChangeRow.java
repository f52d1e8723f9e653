package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.FieldChange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A change as a row of a table; {@code {{>changetable}}} shows it.
 *
 * @param what happened or would happen
 * @param record by its internal id
 * @param path of the patient's page; empty if there is none
 * @param details its content; none if it must not be shown
 */
record ChangeRow(Badge what, String record, Optional<String> path, List<Detail> details) {

    /** A field, before and after. */
    record Detail(String field, Optional<String> before, Optional<String> after) {}

    /**
     * A change.
     *
     * @param named whether its content is shown
     */
    static ChangeRow of(Change change, boolean named) {
        boolean patient = change.recordType() == RecordType.PATIENT;
        boolean stored = change.kind() != Change.Kind.CREATED && change.kind() != Change.Kind.ERASED;
        return new ChangeRow(
                badge(change.kind()),
                (patient ? "Patient " : "Payment ") + change.id(),
                Optional.of(PatientPages.path(change.id())).filter(path -> patient && stored),
                named ? details(change) : List.of());
    }

    /** The same with another link. */
    ChangeRow at(Optional<String> link) {
        return new ChangeRow(what, record, link, details);
    }

    static Badge badge(Change.Kind kind) {
        return switch (kind) {
            case CREATED -> new Badge(Tone.GOOD, "New");
            case RESTORED -> new Badge(Tone.GOOD, "Back");
            case UPDATED -> new Badge(Tone.INFO, "Changed");
            case DELETED -> new Badge(Tone.BAD, "Gone");
            case ERASED -> new Badge(Tone.PLAIN, "Erased");
        };
    }

    /** The fields that differ, or of a record that is gone all that it had. */
    static List<Detail> details(Change change) {
        if (change.kind() == Change.Kind.DELETED) {
            return RecordFields.of(change.before()).entrySet().stream()
                    .map(field -> new Detail(field.getKey(), Optional.of(field.getValue()), Optional.empty()))
                    .toList();
        }
        return change.fields().stream().map(ChangeRow::detail).toList();
    }

    static Detail detail(FieldChange field) {
        return new Detail(words(field.field()), field.oldValue(), field.newValue());
    }

    /** The name of a field in words: dateOfBirth is Date of birth. */
    static String words(String field) {
        String spaced = field.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ENGLISH);
        return spaced.substring(0, 1).toUpperCase(Locale.ENGLISH) + spaced.substring(1);
    }
}
