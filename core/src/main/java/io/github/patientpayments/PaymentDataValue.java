package io.github.patientpayments;

import java.math.BigDecimal;
import java.util.Optional;

record PaymentDataValue(
        Optional<String> externalId,
        Optional<String> patientExternalId,
        Optional<BigDecimal> amount,
        boolean isDeletion)
        implements PaymentData {

    @Override
    public String toString() {
        return "PaymentData[externalId=" + externalId.orElse(null) + ", patientExternalId="
                + patientExternalId.orElse(null) + "]";
    }
}
