package io.github.patientpayments.internal.history;

import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.internal.record.PaymentFields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

record PaymentChangeValue(
        long runNumber,
        Instant time,
        Kind kind,
        RecordType recordType,
        long id,
        Optional<String> externalId,
        Optional<PaymentData> before,
        Optional<PaymentData> after,
        List<FieldChange> fields)
        implements PaymentChange {

    static PaymentChange of(Event<PaymentData> event) {
        return new PaymentChangeValue(
                event.runNumber(),
                event.time(),
                event.kind(),
                RecordType.PAYMENT,
                event.id(),
                event.externalId(),
                event.before(),
                event.after(),
                event.fields(PaymentFields.CONTENT));
    }

    @Override
    public String toString() {
        return "PaymentChange" + Event.text(this);
    }
}
