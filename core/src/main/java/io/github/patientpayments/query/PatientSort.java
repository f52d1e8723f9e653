package io.github.patientpayments.query;

/** The orders in which patients can be asked for. Every order is total: equal keys are ordered by the store's id. */
public enum PatientSort {
    /** The store's id: the order in which the patients were first seen. */
    ID,

    /** Last name, then first name, without regard to case and accents. */
    NAME,

    /** The sum of the live payments. */
    PAYMENT_TOTAL
}
