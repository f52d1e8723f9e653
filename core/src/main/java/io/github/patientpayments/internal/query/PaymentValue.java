package io.github.patientpayments.internal.query;

import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;

import io.github.patientpayments.Payment;
import io.github.patientpayments.internal.db.Row;
import io.github.patientpayments.internal.history.RecordContent;
import io.github.patientpayments.internal.text.Amounts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

record PaymentValue(
        long id,
        String externalId,
        long patientId,
        String patientExternalId,
        BigDecimal amount,
        Optional<LocalDate> paidOn,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> deletedAt)
        implements Payment {

    static Payment of(Row row) {
        return new PaymentValue(
                row.get(PAYMENTS.ID),
                row.get(PAYMENTS.EXTERNAL_ID),
                row.get(PAYMENTS.PATIENT_ID),
                row.get(RecordContent.PATIENT_EXTERNAL_ID),
                Amounts.plain(row.get(PAYMENTS.AMOUNT)),
                Optional.ofNullable(row.get(PAYMENTS.PAID_ON)),
                row.get(PAYMENTS.CREATED),
                row.get(PAYMENTS.UPDATED),
                Optional.ofNullable(row.get(PAYMENTS.DELETED)));
    }

    @Override
    public String toString() {
        return "Payment[id=" + id + ", externalId=" + externalId + ", patientExternalId=" + patientExternalId + "]";
    }
}
