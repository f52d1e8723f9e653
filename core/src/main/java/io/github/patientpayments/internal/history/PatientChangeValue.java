package io.github.patientpayments.internal.history;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.history.PatientChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record PatientChangeValue(
        long runNumber,
        Instant time,
        Kind kind,
        long id,
        @Nullable String recordsExternalId,
        @Nullable PatientData contentBefore,
        @Nullable PatientData contentAfter)
        implements PatientChange {

    @Override
    public RecordType recordType() {
        return RecordType.PATIENT;
    }

    @Override
    public Optional<String> externalId() {
        return Optional.ofNullable(recordsExternalId);
    }

    @Override
    public Optional<PatientData> before() {
        return Optional.ofNullable(contentBefore);
    }

    @Override
    public Optional<PatientData> after() {
        return Optional.ofNullable(contentAfter);
    }

    @Override
    public List<FieldChange> fields() {
        return contentAfter == null ? List.of() : FieldChanges.of(contentBefore, contentAfter);
    }

    @Override
    public String toString() {
        return "PatientChange[run=" + runNumber + ", kind=" + kind + ", id=" + id + ", externalId=" + recordsExternalId
                + "]";
    }
}
