package io.github.patientpayments.query;

/** The orders of payments. Every order is total: equal keys are ordered by the store's id. */
public enum PaymentSort {
    /**
     * By the store's id: the order in which the payments were first seen. It is that of an index, so that a page of all
     * payments takes the same time however many there are, and however far it is from the first page.
     */
    ID,

    /**
     * By the amount, for the payments of one patient. A page of all payments reads all of them: the store keeps no
     * index on amounts, since each change of an amount would write to every index. A host that needs such pages often
     * can create one, on the columns {@code amount} and {@code id} of the table {@code payments}.
     */
    AMOUNT,

    /**
     * By the date of the payment. Payments without one come before all others, so at the end if the order is
     * descending. With a bound of {@link PaymentFilter#paidFrom()} or {@link PaymentFilter#paidUntil()} and no other
     * condition, it is on PostgreSQL the order of an index, which payments without a date do not enter: a page takes
     * the same time however many payments there are. Without a bound, and on H2, a page reads all payments of the
     * filter.
     */
    PAID_ON
}
