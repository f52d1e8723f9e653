package io.github.patientpayments.query;

/**
 * The orders of payments. Every order is total: equal keys are ordered by the store's id. Each is that of an index, so
 * that a page of all payments takes the same time however many there are, and however far it is from the first page.
 */
public enum PaymentSort {
    /** By the store's id: the order in which the payments were first seen. */
    ID,

    /** By the amount. A range of amounts costs no more than a page of all payments. */
    AMOUNT
}
