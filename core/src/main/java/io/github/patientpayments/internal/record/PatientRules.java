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

    private static final int DATE_OF_BIRTH = PatientFields.DATE_OF_BIRTH.positionIn(PatientFields.CONTENT);
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
    public void check(@Nullable Object[] content, Faults faults) {
        if (content[DATE_OF_BIRTH] instanceof LocalDate date) {
            checkBirth(date, faults);
        }
    }

    @Override
    public @Nullable BigDecimal amount(@Nullable Object[] given, boolean valid) {
        return null;
    }

    @Override
    public @Nullable BigDecimal amountOfDeletion() {
        return null;
    }

    @Override
    public @Nullable String patientOf(ParsedRecord element) {
        return element.externalId();
    }

    @Override
    public @Nullable Object[] contentOfFaulty(@Nullable Object[] content) {
        return new Object[content.length];
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
            faults.add(PatientFields.DATE_OF_BIRTH.name(), Code.DATE_IN_FUTURE);
        }
        if (date.getYear() <= LAST_IMPOSSIBLE_YEAR) {
            faults.add(PatientFields.DATE_OF_BIRTH.name(), Code.DATE_TOO_EARLY);
        }
    }
}
