package io.github.patientpayments;

import java.time.LocalDate;
import java.util.Optional;

record PatientDataValue(
        Optional<String> externalId,
        Optional<String> firstName,
        Optional<String> lastName,
        Optional<String> middleName,
        Optional<LocalDate> dateOfBirth,
        boolean isDeletion)
        implements PatientData {

    @Override
    public String toString() {
        return "PatientData[externalId=" + externalId.orElse(null) + "]";
    }
}
