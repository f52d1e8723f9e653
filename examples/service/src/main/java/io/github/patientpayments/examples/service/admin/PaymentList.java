package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.Payment;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The payments of a patient, the latest first, with the total until each.
 *
 * @param patient the patient at that time; empty if there was none
 * @param limited whether the patient has more payments than can be shown
 */
record PaymentList(
        Optional<Patient> patient,
        List<Row> rows,
        boolean none,
        Optional<String> newer,
        Optional<String> older,
        boolean limited) {

    private static final int PER_PAGE = 50;
    private static final int LAST_FROM = PageRequest.MAX_LIMIT - PER_PAGE;

    /** A payment. */
    record Row(String externalId, String paidOn, String amount, String total, boolean gone, Optional<Badge> badge) {}

    /** The payments in a mirror: those since the first of the page are read, and taken from the patient's total. */
    static PaymentList of(Mirror mirror, Patient now, Optional<LocalDate> at, AdminRequest request) {
        int from = first(request);
        Page<Patient> patients;
        Page<Payment> payments;
        do { // again if a sync came in between
            patients = PatientPages.find(mirror, now.id());
            payments = mirror.payments(
                    PaymentFilter.builder()
                            .ofPatient(now.externalId())
                            .includeDeleted()
                            .build(),
                    PageRequest.by(PaymentSort.PAID_ON).descending().limit(from + PER_PAGE));
        } while (patients.baseRun() != payments.baseRun());
        Optional<Patient> patient = patients.items().stream().findFirst();
        List<Row> rows =
                rows(payments.items(), patient.map(Patient::paymentTotal).orElse(BigDecimal.ZERO));
        boolean more = payments.next().isPresent();
        String path = PatientPages.path(now.id()) + "?"
                + at.map(day -> "at=" + day + "&").orElse("") + "from=";
        return new PaymentList(
                patient,
                rows.subList(Math.min(rows.size(), from), rows.size()),
                rows.isEmpty(),
                Optional.of(path + Math.max(0, from - PER_PAGE)).filter(link -> from > 0),
                Optional.of(path + (from + PER_PAGE)).filter(link -> more && from < LAST_FROM),
                more && from == LAST_FROM);
    }

    private static int first(AdminRequest request) {
        return (int) Math.min(
                LAST_FROM, request.parameter("from").map(AdminRequest::number).orElse(0L));
    }

    private static List<Row> rows(List<Payment> payments, BigDecimal totalOfAll) {
        List<Row> rows = new ArrayList<>();
        BigDecimal total = totalOfAll;
        for (Payment payment : payments) {
            boolean gone = payment.deletedAt().isPresent();
            rows.add(new Row(
                    payment.externalId(),
                    payment.paidOn().map(LocalDate::toString).orElse("–"),
                    Numbers.of(payment.amount()),
                    gone ? "" : Numbers.of(total),
                    gone,
                    gone ? Optional.of(new Badge(Tone.BAD, "Gone")) : Optional.empty()));
            total = gone ? total : total.subtract(payment.amount());
        }
        return rows;
    }
}
