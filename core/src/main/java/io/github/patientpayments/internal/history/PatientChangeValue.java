package io.github.patientpayments.internal.history;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.PatientChange;
import io.github.patientpayments.internal.record.PatientFields;

final class PatientChangeValue extends ChangeValue<PatientData> implements PatientChange {

    PatientChangeValue(Event<PatientData> event) {
        super(RecordType.PATIENT, PatientFields.CONTENT, event);
    }
}
