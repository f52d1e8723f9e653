package io.github.patientpayments.history;

import io.github.patientpayments.PatientData;
import java.util.Optional;

/** An event of a patient. */
public non-sealed interface PatientChange extends Change {

    /**
     * Returns the content before the event.
     *
     * @return empty for a new or erased patient
     */
    @Override
    Optional<PatientData> before();

    /**
     * Returns the content after the event.
     *
     * @return empty for a deleted or erased patient
     */
    @Override
    Optional<PatientData> after();
}
