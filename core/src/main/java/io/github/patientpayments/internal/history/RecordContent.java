package io.github.patientpayments.internal.history;

import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.internal.db.Row;
import io.github.patientpayments.internal.record.PatientFields;
import io.github.patientpayments.internal.record.RecordField;
import io.github.patientpayments.internal.text.Amounts;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Creates the content of a record from a row. */
public final class RecordContent {

    /** The external id of a payment's patient. */
    public static final Field<String> PATIENT_EXTERNAL_ID = PATIENTS.EXTERNAL_ID.as("patient_external_id");

    private RecordContent() {}

    /** From a row with the columns of the live table. */
    public static PatientData ofPatient(Row row) {
        return patient(row.get(PATIENTS.EXTERNAL_ID), row, PATIENTS);
    }

    /** From a row with the columns of the live table, and the external id of the patient. */
    public static PaymentData ofPayment(Row row) {
        return payment(
                row.get(PAYMENTS.EXTERNAL_ID),
                row.get(PATIENT_EXTERNAL_ID),
                row.get(PAYMENTS.AMOUNT),
                row.get(PAYMENTS.PAID_ON));
    }

    /** From the columns of one relation in a joined row. */
    static PatientData patient(String externalId, Row row, Table<?> relation) {
        PatientData.Builder patient = PatientData.builder().externalId(externalId);
        for (RecordField<PatientData, PatientData.Builder, ?> field : PatientFields.CONTENT) {
            field.setStored(patient, row.get(relation.field(field.column())));
        }
        return patient.build();
    }

    static PaymentData payment(
            String externalId, String patientExternalId, BigDecimal amount, @Nullable LocalDate paidOn) {
        return PaymentData.builder()
                .externalId(externalId)
                .patientExternalId(patientExternalId)
                .amount(Amounts.plain(amount))
                .paidOn(paidOn)
                .build();
    }
}
