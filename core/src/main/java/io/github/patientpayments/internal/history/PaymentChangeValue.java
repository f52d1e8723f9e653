package io.github.patientpayments.internal.history;

import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.internal.record.PaymentFields;

final class PaymentChangeValue extends ChangeValue<PaymentData> implements PaymentChange {

    PaymentChangeValue(Event<PaymentData> event) {
        super(RecordType.PAYMENT, PaymentFields.CONTENT, event);
    }
}
