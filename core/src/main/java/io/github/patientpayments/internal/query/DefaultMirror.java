package io.github.patientpayments.internal.query;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.Payment;
import io.github.patientpayments.internal.db.Database;
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

/** A mirror that runs its queries on one view. Thread-safe. */
public final class DefaultMirror implements Mirror {

    private final View view;
    private final PatientQueries patients;
    private final PaymentQueries payments;
    private final PeriodQueries periods;

    DefaultMirror(Database database, View view) {
        this.view = view;
        this.patients = new PatientQueries(database, view);
        this.payments = new PaymentQueries(database, view);
        this.periods = new PeriodQueries(database, view, patients);
    }

    /** The mirror as it is when a query runs. */
    public static Mirror present(Database database) {
        return new DefaultMirror(database, CurrentView.CURRENT);
    }

    @Override
    public Page<Patient> patients(PatientFilter filter, PageRequest<PatientSort> request) {
        return patients.page(filter, request);
    }

    @Override
    public Page<Payment> payments(PaymentFilter filter, PageRequest<PaymentSort> request) {
        return payments.page(filter, request);
    }

    @Override
    public Optional<Patient> patient(String externalId) {
        return patients.live(externalId);
    }

    @Override
    public Optional<Payment> payment(String externalId) {
        return payments.live(externalId);
    }

    @Override
    public Optional<Patient> patient(long id) {
        return patients.live(id);
    }

    @Override
    public Optional<Payment> payment(long id) {
        return payments.live(id);
    }

    @Override
    public PaymentTotals totals(PatientFilter filter) {
        return patients.totals(filter);
    }

    @Override
    public List<PeriodTotals> totalsByPeriod(PatientFilter filter, PeriodTotals.Length length) {
        return periods.totals(filter, length);
    }

    @Override
    public String toString() {
        return "Mirror[" + view.label() + "]";
    }
}
