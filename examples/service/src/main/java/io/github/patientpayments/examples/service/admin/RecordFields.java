package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The fields of a record by their names in words, without those that have no value. */
final class RecordFields {

    private RecordFields() {}

    /** The fields of a patient or a payment. */
    static Map<String, String> of(Optional<?> content) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (content.isPresent() && content.get() instanceof PatientData patient) {
            put(fields, "externalId", patient.externalId());
            put(fields, "lastName", patient.lastName());
            put(fields, "firstName", patient.firstName());
            put(fields, "middleName", patient.middleName());
            put(fields, "dateOfBirth", patient.dateOfBirth());
        } else if (content.isPresent() && content.get() instanceof PaymentData payment) {
            put(fields, "externalId", payment.externalId());
            put(fields, "patientId", payment.patientExternalId());
            put(fields, "amount", payment.amount().map(Numbers::of));
            put(fields, "paidOn", payment.paidOn());
        }
        return fields;
    }

    private static void put(Map<String, String> fields, String field, Optional<?> value) {
        value.ifPresent(given -> fields.put(ChangeRow.words(field), given.toString()));
    }
}
