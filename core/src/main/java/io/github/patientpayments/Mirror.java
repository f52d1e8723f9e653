package io.github.patientpayments;

import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.query.PaymentTotals;
import java.util.Optional;

/**
 * The questions that a mirror answers: the store as it is now ({@link PatientPaymentStore}), or as it was ({@link
 * io.github.patientpayments.history.History#asOf}). Thread-safe. Later versions may add methods: don't implement it, but
 * for a test.
 */
public interface Mirror {

    /**
     * A page of patients.
     *
     * @param filter which patients
     * @param request which page, in which order
     * @return the page
     * @throws IllegalArgumentException if the cursor is none, or belongs to another filter or order
     */
    Page<Patient> patients(PatientFilter filter, PageRequest<PatientSort> request);

    /**
     * A page of payments.
     *
     * @param filter which payments
     * @param request which page, in which order
     * @return the page
     * @throws IllegalArgumentException if the cursor is none, or belongs to another filter or order
     */
    Page<Payment> payments(PaymentFilter filter, PageRequest<PaymentSort> request);

    /**
     * A live patient.
     *
     * @param externalId its id in the external system, to the letter
     * @return empty if it is unknown or deleted
     */
    Optional<Patient> patient(String externalId);

    /**
     * Returns a live patient by the store's own id.
     *
     * @param id {@link Patient#id()}
     * @return empty if it is unknown or deleted
     */
    Optional<Patient> patient(long id);

    /**
     * Returns a live payment by the store's own id.
     *
     * @param id {@link Payment#id()}
     * @return empty if it is unknown or deleted
     */
    Optional<Payment> payment(long id);

    /**
     * A live payment.
     *
     * @param externalId its id in the external system, to the letter
     * @return empty if it is unknown or deleted
     */
    Optional<Payment> payment(String externalId);

    /**
     * What the patients of a filter have paid together: the question without the paging.
     *
     * @param filter which patients
     * @return the totals
     */
    PaymentTotals totals(PatientFilter filter);
}
