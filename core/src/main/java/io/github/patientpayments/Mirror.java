package io.github.patientpayments;

import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.query.PeriodTotals;
import java.util.List;
import java.util.Optional;

/**
 * Answers queries of a mirror: the store as it is now ({@link PatientPaymentStore}), or as it was
 * ({@link io.github.patientpayments.history.History#asOf}). Thread-safe.
 *
 * <pre>{@code
 * PatientFilter filter = PatientFilter.builder().paymentTotalAtLeast(new BigDecimal("10000")).build();
 * Page<Patient> page = store.patients(filter, PageRequest.by(PatientSort.NAME).limit(20));
 * PaymentTotals totals = store.totals(filter);
 * Page<Payment> ofRoy = store.payments(PaymentFilter.ofPatient("8"), PageRequest.by(PaymentSort.ID));
 * }</pre>
 */
public interface Mirror {

    /**
     * Returns a page of patients.
     *
     * @param filter which patients
     * @param request which page, in which order
     * @return the page
     * @throws IllegalArgumentException if the cursor is malformed, or belongs to another filter or order
     */
    Page<Patient> patients(PatientFilter filter, PageRequest<PatientSort> request);

    /**
     * Returns a page of payments.
     *
     * @param filter which payments
     * @param request which page, in which order
     * @return the page
     * @throws IllegalArgumentException if the cursor is malformed, or belongs to another filter or order
     */
    Page<Payment> payments(PaymentFilter filter, PageRequest<PaymentSort> request);

    /**
     * Returns a live patient by its id in the other system.
     *
     * @param externalId the patient's id in the other system, compared exactly
     * @return empty if the patient is unknown or deleted
     */
    Optional<Patient> patient(String externalId);

    /**
     * Returns a live patient by the store's own id.
     *
     * @param id {@link Patient#id()}
     * @return empty if the patient is unknown or deleted
     */
    Optional<Patient> patient(long id);

    /**
     * Returns a live payment by the store's own id.
     *
     * @param id {@link Payment#id()}
     * @return empty if the payment is unknown or deleted
     */
    Optional<Payment> payment(long id);

    /**
     * Returns a live payment by its id in the other system.
     *
     * @param externalId the payment's id in the other system, compared exactly
     * @return empty if the payment is unknown or deleted
     */
    Optional<Payment> payment(String externalId);

    /**
     * Returns the totals of the payments of all patients that match a filter, as one query without paging.
     *
     * @param filter which patients
     * @return the totals
     */
    PaymentTotals totals(PatientFilter filter);

    /**
     * Returns the totals of the payments of all patients that match a filter, by the months, quarters or years of their
     * dates. Together they are all payments of {@link #totals}: those without a date come last, as an entry of their
     * own. A period without payments has no entry. Reads all payments, or on PostgreSQL those of the filter's
     * {@linkplain PatientFilter#paidFrom period}.
     *
     * @param filter which patients, and optionally the dates of the payments that count
     * @param length how long a period is
     * @return the earliest period first
     */
    List<PeriodTotals> totalsByPeriod(PatientFilter filter, PeriodTotals.Length length);
}
