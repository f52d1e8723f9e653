package io.github.patientpayments.internal.history;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.history.FieldChange;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out what is different between two versions of a record. */
final class FieldChanges {

    private FieldChanges() {}

    static List<FieldChange> of(@Nullable PatientData before, PatientData after) {
        List<FieldChange> changes = new ArrayList<>();
        compare("firstName", before, after, PatientData::firstName, changes);
        compare("lastName", before, after, PatientData::lastName, changes);
        compare("middleName", before, after, PatientData::middleName, changes);
        compare("dateOfBirth", before, after, patient -> patient.dateOfBirth().map(LocalDate::toString), changes);
        return List.copyOf(changes);
    }

    static List<FieldChange> of(@Nullable PaymentData before, PaymentData after) {
        List<FieldChange> changes = new ArrayList<>();
        compare("patientId", before, after, PaymentData::patientExternalId, changes);
        compare("amount", before, after, payment -> payment.amount().map(BigDecimal::toPlainString), changes);
        return List.copyOf(changes);
    }

    private static <T> void compare(
            String field, @Nullable T before, T after, Function<T, Optional<String>> value, List<FieldChange> changes) {
        Optional<String> oldValue = before == null ? Optional.empty() : value.apply(before);
        Optional<String> newValue = value.apply(after);
        if (!oldValue.equals(newValue)) {
            changes.add(new FieldChange(field, oldValue.orElse(null), newValue.orElse(null)));
        }
    }
}
