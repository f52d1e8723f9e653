package io.github.patientpayments.internal.query;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.Page;
import io.github.patientpayments.PageRequest;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientFilter;
import io.github.patientpayments.PatientSort;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentFilter;
import io.github.patientpayments.PaymentSort;
import io.github.patientpayments.PaymentTotals;
import io.github.patientpayments.internal.db.Database;
import java.util.Optional;

/** The questions of a mirror, put to one moment. Thread-safe. */
public final class MirrorAt implements Mirror {

    private final Moment moment;
    private final PatientQuestions patients;
    private final PaymentQuestions payments;

    MirrorAt(Database database, Moment moment) {
        this.moment = moment;
        this.patients = new PatientQuestions(database, moment);
        this.payments = new PaymentQuestions(database, moment);
    }

    /** The mirror as it is at each question. */
    public static Mirror present(Database database) {
        return new MirrorAt(database, Present.PRESENT);
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
    public PaymentTotals totals(PatientFilter filter) {
        return patients.totals(filter);
    }

    @Override
    public String toString() {
        return "Mirror[" + moment.label() + "]";
    }
}
