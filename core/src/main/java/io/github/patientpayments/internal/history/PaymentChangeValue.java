package io.github.patientpayments.internal.history;

import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.history.PaymentChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record PaymentChangeValue(
        long runNumber,
        Instant time,
        Kind kind,
        long id,
        @Nullable String recordsExternalId,
        @Nullable PaymentData contentBefore,
        @Nullable PaymentData contentAfter)
        implements PaymentChange {

    @Override
    public RecordType recordType() {
        return RecordType.PAYMENT;
    }

    @Override
    public Optional<String> externalId() {
        return Optional.ofNullable(recordsExternalId);
    }

    @Override
    public Optional<PaymentData> before() {
        return Optional.ofNullable(contentBefore);
    }

    @Override
    public Optional<PaymentData> after() {
        return Optional.ofNullable(contentAfter);
    }

    @Override
    public List<FieldChange> fields() {
        return contentAfter == null ? List.of() : FieldChanges.of(contentBefore, contentAfter);
    }

    @Override
    public String toString() {
        return "PaymentChange[run=" + runNumber + ", kind=" + kind + ", id=" + id + ", externalId=" + recordsExternalId
                + "]";
    }
}
