package io.github.patientpayments.query;

/** The orders of payments. Every order is total: equal keys are ordered by the store's id. */
public enum PaymentSort {
    /** By the store's id: the order in which the payments were first seen. */
    ID,

    /** By the amount. */
    AMOUNT
}
