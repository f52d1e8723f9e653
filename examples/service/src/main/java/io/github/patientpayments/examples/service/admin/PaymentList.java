package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.Payment;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The payments of a patient, the latest first, with the total until each.
 *
 * @param shown those on this page, for the timeline
 * @param limited whether the patient has more payments than are read
 */
record PaymentList(
        List<Row> rows,
        boolean none,
        List<Payment> shown,
        Optional<String> newer,
        Optional<String> older,
        boolean limited) {

    private static final int PER_PAGE = 50;

    /** A payment. */
    record Row(String externalId, String paidOn, String amount, String total, boolean gone, Optional<Badge> badge) {}

    /** The payments at that time; a query reads at most {@link PageRequest#MAX_LIMIT} of them. */
    static PaymentList of(Mirror mirror, Patient patient, Optional<LocalDate> at, AdminRequest request) {
        PaymentFilter filter = PaymentFilter.builder()
                .ofPatient(patient.externalId())
                .includeDeleted()
                .build();
        var page = mirror.payments(filter, PageRequest.by(PaymentSort.PAID_ON).limit(PageRequest.MAX_LIMIT));
        List<Payment> payments = new ArrayList<>(page.items());
        List<Row> rows = rows(payments);
        Collections.reverse(payments);
        Collections.reverse(rows);
        int from = Math.min(rows.size(), first(request));
        int to = Math.min(rows.size(), from + PER_PAGE);
        String path = PatientPages.path(patient.id()) + "?"
                + at.map(day -> "at=" + day + "&").orElse("") + "from=";
        return new PaymentList(
                rows.subList(from, to),
                rows.isEmpty(),
                payments.subList(from, to),
                Optional.of(path + Math.max(0, from - PER_PAGE)).filter(link -> from > 0),
                Optional.of(path + to).filter(link -> to < rows.size()),
                page.next().isPresent());
    }

    private static int first(AdminRequest request) {
        return (int) Math.min(
                PageRequest.MAX_LIMIT,
                request.parameter("from").map(AdminRequest::number).orElse(0L));
    }

    private static List<Row> rows(List<Payment> payments) {
        List<Row> rows = new ArrayList<>();
        BigDecimal total = BigDecimal.ZERO;
        for (Payment payment : payments) {
            boolean gone = payment.deletedAt().isPresent();
            total = gone ? total : total.add(payment.amount());
            rows.add(new Row(
                    payment.externalId(),
                    payment.paidOn().map(LocalDate::toString).orElse("–"),
                    Numbers.of(payment.amount()),
                    gone ? "" : Numbers.of(total),
                    gone,
                    gone ? Optional.of(new Badge(Tone.BAD, "Gone")) : Optional.empty()));
        }
        return rows;
    }
}
