package io.github.patientpayments.internal.query;

import static io.github.patientpayments.jooq.internal.tables.PatientTotals.PATIENT_TOTALS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;

import io.github.patientpayments.Patient;
import io.github.patientpayments.internal.db.Row;
import io.github.patientpayments.internal.text.Amounts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

record PatientValue(
        long id,
        String externalId,
        String firstName,
        String lastName,
        Optional<String> middleName,
        Optional<LocalDate> dateOfBirth,
        BigDecimal paymentTotal,
        long paymentCount,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> deletedAt)
        implements Patient {

    /** A deleted patient has no totals. */
    static Patient of(Row row) {
        BigDecimal total = row.get(PATIENT_TOTALS.PAYMENT_TOTAL);
        Long count = row.get(PATIENT_TOTALS.PAYMENT_COUNT);
        return new PatientValue(
                row.get(PATIENTS.ID),
                row.get(PATIENTS.EXTERNAL_ID),
                row.get(PATIENTS.FIRST_NAME),
                row.get(PATIENTS.LAST_NAME),
                Optional.ofNullable(row.get(PATIENTS.MIDDLE_NAME)),
                Optional.ofNullable(row.get(PATIENTS.DATE_OF_BIRTH)),
                Amounts.plain(total == null ? BigDecimal.ZERO : total),
                count == null ? 0 : count,
                row.get(PATIENTS.CREATED),
                row.get(PATIENTS.UPDATED),
                Optional.ofNullable(row.get(PATIENTS.DELETED)));
    }

    @Override
    public String toString() {
        return "Patient[id=" + id + ", externalId=" + externalId + "]";
    }
}
