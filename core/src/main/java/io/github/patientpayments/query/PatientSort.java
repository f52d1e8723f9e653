package io.github.patientpayments.query;

/** The orders of patients. Every order is total: equal keys are ordered by the store's id. */
public enum PatientSort {
    /** By the store's id: the order in which the patients were first seen. */
    ID,

    /** By last name, then first name, without regard to case and accents. */
    NAME,

    /** By the sum of the live payments. */
    PAYMENT_TOTAL
}
