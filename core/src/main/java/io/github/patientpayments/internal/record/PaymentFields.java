package io.github.patientpayments.internal.record;

import io.github.patientpayments.PaymentData;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** The content of a payment, described once. */
public final class PaymentFields {

    /** Sent and staged as the patient's external id, stored as the store's own id of the patient. */
    public static final RecordField<PaymentData, PaymentData.Builder, String> PATIENT_ID = RecordField.of(
            "patientId", FieldType.ID, PaymentData::patientExternalId, PaymentData.Builder::patientExternalId);

    public static final RecordField<PaymentData, PaymentData.Builder, BigDecimal> AMOUNT =
            RecordField.of("amount", FieldType.AMOUNT, PaymentData::amount, PaymentData.Builder::amount);

    static final RecordField<PaymentData, PaymentData.Builder, LocalDate> PAID_ON =
            RecordField.of("paidOn", FieldType.OPTIONAL_DATE, PaymentData::paidOn, PaymentData.Builder::paidOn);

    /** In the order of their columns. */
    public static final List<RecordField<PaymentData, PaymentData.Builder, ?>> CONTENT =
            List.of(PATIENT_ID, AMOUNT, PAID_ON);

    private PaymentFields() {}
}
