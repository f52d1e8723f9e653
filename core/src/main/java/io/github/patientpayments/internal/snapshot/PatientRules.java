package io.github.patientpayments.internal.snapshot;

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
 * @param today the day after which nobody can be born yet
 * @param delta whether an element may name a patient who is gone
 */
public record PatientRules(LocalDate today, boolean delta) implements RecordRules<PatientData> {

    private static final String EXTERNAL_ID = "externalId";
    private static final String FIRST_NAME = "firstName";
    private static final String LAST_NAME = "lastName";
    private static final String MIDDLE_NAME = "middleName";
    private static final String DATE_OF_BIRTH = "dateOfBirth";
    private static final List<String> FIELDS =
            List.of(EXTERNAL_ID, FIRST_NAME, LAST_NAME, MIDDLE_NAME, DATE_OF_BIRTH, DELETED);

    private static final int LAST_IMPOSSIBLE_YEAR = 1900;

    @Override
    public RecordType type() {
        return RecordType.PATIENT;
    }

    @Override
    public List<String> fields() {
        return FIELDS;
    }

    @Override
    public PatientData nothing() {
        return PatientData.builder().build();
    }

    @Override
    public PatientData parse(JsonFields json, Faults faults) {
        return PatientData.builder()
                .externalId(json.id(EXTERNAL_ID, faults))
                .firstName(json.text(FIRST_NAME, faults))
                .lastName(json.text(LAST_NAME, faults))
                .middleName(json.text(MIDDLE_NAME, faults))
                .dateOfBirth(json.date(DATE_OF_BIRTH, faults))
                .deletion(json.flag(DELETED, faults))
                .build();
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
        PatientData cleaned = PatientData.builder()
                .externalId(externalId)
                .firstName(Texts.name(patient.firstName(), FIRST_NAME, faults))
                .lastName(Texts.name(patient.lastName(), LAST_NAME, faults))
                .middleName(Texts.optionalName(patient.middleName(), MIDDLE_NAME, faults))
                .dateOfBirth(patient.dateOfBirth().orElse(null))
                .build();
        patient.dateOfBirth().ifPresent(date -> checkBirth(date, faults));
        return faults.list().isEmpty()
                ? cleaned
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
    public void addTo(Fingerprint fingerprint, PatientData patient) {
        fingerprint.add(
                "patient",
                patient.externalId().orElse(null),
                patient.firstName().orElse(null),
                patient.lastName().orElse(null),
                patient.middleName().orElse(null),
                patient.dateOfBirth().map(LocalDate::toString).orElse(null));
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
