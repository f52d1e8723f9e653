package io.github.patientpayments.model;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.Payment;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The records of a mirror, as {@link NaiveHistory} has them.
 *
 * @param runs the numbers of the runs by their times
 */
public record MirrorRows(Map<Instant, Long> runs) {

    /** The patients, deleted ones too. */
    public List<String> patients(Mirror mirror) {
        PatientFilter all = PatientFilter.builder().includeDeleted().build();
        return mirror.patients(all, PageRequest.by(PatientSort.ID).limit(1_000)).items().stream()
                .sorted(Comparator.comparing(Patient::externalId))
                .map(patient -> NaiveHistory.row(
                        patient.id(),
                        patient.externalId(),
                        run(patient.createdAt()),
                        run(patient.updatedAt()),
                        patient.deletedAt().isPresent(),
                        patient.firstName() + " " + patient.dateOfBirth(),
                        patient.paymentTotal() + " in " + patient.paymentCount()))
                .toList();
    }

    /** The payments, deleted ones too. */
    public List<String> payments(Mirror mirror) {
        PaymentFilter all = PaymentFilter.builder().includeDeleted().build();
        return mirror.payments(all, PageRequest.by(PaymentSort.ID).limit(1_000)).items().stream()
                .sorted(Comparator.comparing(Payment::externalId))
                .map(payment -> NaiveHistory.row(
                        payment.id(),
                        payment.externalId(),
                        run(payment.createdAt()),
                        run(payment.updatedAt()),
                        payment.deletedAt().isPresent(),
                        payment.amount() + " of " + payment.patientExternalId() + " on " + payment.paidOn(),
                        ""))
                .toList();
    }

    private long run(Instant time) {
        return Objects.requireNonNull(runs.get(time));
    }
}
