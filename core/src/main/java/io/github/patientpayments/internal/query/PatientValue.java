package io.github.patientpayments.internal.query;

import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;

import io.github.patientpayments.Patient;
import io.github.patientpayments.internal.text.Amounts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

record PatientValue(
        long id,
        String externalId,
        String firstName,
        String lastName,
        @Nullable String middle,
        @Nullable LocalDate birth,
        BigDecimal paymentTotal,
        long paymentCount,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletion)
        implements Patient {

    static Patient of(Record row) {
        return new PatientValue(
                row.get(PATIENTS.ID),
                row.get(PATIENTS.EXTERNAL_ID),
                row.get(PATIENTS.FIRST_NAME),
                row.get(PATIENTS.LAST_NAME),
                row.get(PATIENTS.MIDDLE_NAME),
                row.get(PATIENTS.DATE_OF_BIRTH),
                Amounts.plain(row.get(PATIENTS.PAYMENT_TOTAL)),
                row.get(PATIENTS.PAYMENT_COUNT),
                row.get(PATIENTS.CREATED),
                row.get(PATIENTS.UPDATED),
                row.get(PATIENTS.DELETED));
    }

    @Override
    public Optional<String> middleName() {
        return Optional.ofNullable(middle);
    }

    @Override
    public Optional<LocalDate> dateOfBirth() {
        return Optional.ofNullable(birth);
    }

    @Override
    public Optional<Instant> deletedAt() {
        return Optional.ofNullable(deletion);
    }

    @Override
    public String toString() {
        return "Patient[id=" + id + ", externalId=" + externalId + "]";
    }
}
