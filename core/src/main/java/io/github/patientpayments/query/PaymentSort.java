package io.github.patientpayments.query;

/** The orders in which payments can be asked for. Every order is total: equal keys are ordered by the store's id. */
public enum PaymentSort {
    /** The store's id: the order in which the payments were first seen. */
    ID,

    /** The amount. */
    AMOUNT
}
