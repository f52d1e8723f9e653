package io.github.patientpayments.internal.history;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.history.PatientChange;
import io.github.patientpayments.internal.record.PatientFields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

record PatientChangeValue(
        long runNumber,
        Instant time,
        Kind kind,
        RecordType recordType,
        long id,
        Optional<String> externalId,
        Optional<PatientData> before,
        Optional<PatientData> after,
        List<FieldChange> fields)
        implements PatientChange {

    static PatientChange of(Event<PatientData> event) {
        return new PatientChangeValue(
                event.runNumber(),
                event.time(),
                event.kind(),
                RecordType.PATIENT,
                event.id(),
                event.externalId(),
                event.before(),
                event.after(),
                event.fields(PatientFields.CONTENT));
    }

    @Override
    public String toString() {
        return "PatientChange" + Event.text(this);
    }
}
