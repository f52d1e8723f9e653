package io.github.patientpayments.query;

/**
 * The orders of patients. Every order is total: equal keys are ordered by the store's id. Each is that of an index, so
 * that a page of all patients takes the same time however many there are, and however far it is from the first page.
 */
public enum PatientSort {
    /** By the store's id: the order in which the patients were first seen. */
    ID,

    /** By last name, then first name, without regard to case and accents. */
    NAME,

    /** By the sum of the live payments. A range of totals costs no more than a page of all patients. */
    PAYMENT_TOTAL
}
