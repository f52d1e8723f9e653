package io.github.patientpayments.internal.record;

import io.github.patientpayments.PatientData;
import java.time.LocalDate;
import java.util.List;

/**
 * The content of a patient, described once. JSON, validation, fingerprint, staging, comparison, versions, views of the
 * past, change feed and field changes all follow this list.
 */
public final class PatientFields {

    static final RecordField<PatientData, PatientData.Builder, LocalDate> DATE_OF_BIRTH = RecordField.of(
            "dateOfBirth", FieldType.OPTIONAL_DATE, PatientData::dateOfBirth, PatientData.Builder::dateOfBirth);

    /** In the order of their columns. */
    public static final List<RecordField<PatientData, PatientData.Builder, ?>> CONTENT = List.of(
            RecordField.searched("firstName", FieldType.NAME, PatientData::firstName, PatientData.Builder::firstName),
            RecordField.searched("lastName", FieldType.NAME, PatientData::lastName, PatientData.Builder::lastName),
            RecordField.of(
                    "middleName", FieldType.OPTIONAL_NAME, PatientData::middleName, PatientData.Builder::middleName),
            DATE_OF_BIRTH);

    private PatientFields() {}
}
