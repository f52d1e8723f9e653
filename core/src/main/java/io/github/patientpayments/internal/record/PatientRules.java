package io.github.patientpayments.internal.record;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Rejection.Code;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a patient is valid.
 *
 * @param today the latest possible date of birth
 * @param delta whether an element may be a deletion
 */
public record PatientRules(LocalDate today, boolean delta) implements RecordRules<PatientData> {

    private static final String DATE_OF_BIRTH = "dateOfBirth";
    private static final int LAST_IMPOSSIBLE_YEAR = 1900;

    @Override
    public RecordType type() {
        return RecordType.PATIENT;
    }

    @Override
    public List<RecordField<PatientData, PatientData.Builder, ?>> content() {
        return PatientFields.CONTENT;
    }

    @Override
    public PatientData empty() {
        return PatientData.builder().build();
    }

    @Override
    public PatientData parse(FieldReader fields, Faults faults) {
        PatientData.Builder patient = PatientData.builder().externalId(fields.id(EXTERNAL_ID, faults));
        content().forEach(field -> field.read(fields, patient, faults));
        return patient.deletion(fields.flag(DELETED, faults)).build();
    }

    @Override
    public PatientData check(PatientData patient, Faults faults) {
        String externalId = Texts.id(patient.externalId(), EXTERNAL_ID, faults);
        if (patient.isDeletion() && delta) {
            faults.keepOn(EXTERNAL_ID);
            return PatientData.builder().externalId(externalId).deletion(true).build();
        }
        if (patient.isDeletion()) {
            faults.add(DELETED, Code.DELETION_IN_FULL_SET);
        }
        PatientData.Builder cleaned = PatientData.builder().externalId(externalId);
        content().forEach(field -> field.clean(patient, cleaned, faults));
        patient.dateOfBirth().ifPresent(date -> checkBirth(date, faults));
        return faults.list().isEmpty()
                ? cleaned.build()
                : PatientData.builder().externalId(externalId).build();
    }

    @Override
    public @Nullable BigDecimal amountOf(PatientData patient) {
        return null;
    }

    @Override
    public Optional<String> patientOf(PatientData patient) {
        return patient.externalId();
    }

    @Override
    public Optional<String> externalIdOf(PatientData patient) {
        return patient.externalId();
    }

    @Override
    public boolean isDeletion(PatientData patient) {
        return patient.isDeletion();
    }

    private void checkBirth(LocalDate date, Faults faults) {
        if (date.isAfter(today)) {
            faults.add(DATE_OF_BIRTH, Code.DATE_IN_FUTURE);
        }
        if (date.getYear() <= LAST_IMPOSSIBLE_YEAR) {
            faults.add(DATE_OF_BIRTH, Code.DATE_TOO_EARLY);
        }
    }
}
