package io.github.patientpayments;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

record PaymentDataValue(
        Optional<String> externalId,
        Optional<String> patientExternalId,
        Optional<BigDecimal> amount,
        Optional<LocalDate> paidOn,
        boolean isDeletion)
        implements PaymentData {

    @Override
    public String toString() {
        return "PaymentData[externalId=" + externalId.orElse(null) + ", patientExternalId="
                + patientExternalId.orElse(null) + "]";
    }
}
