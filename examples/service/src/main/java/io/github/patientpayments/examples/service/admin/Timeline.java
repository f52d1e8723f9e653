package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What has happened to a patient and to the payments that are or were the patient's, the latest first.
 *
 * @param more whether there is more than this
 */
record Timeline(List<Event> events, boolean more) {

    static final int MOST = 100;

    /** New payments of a run are one event, so more events are read than shown, but of very many not all. */
    private static final int PAGES = 3;

    private static final int PER_PAGE = 200;

    private static final int IDS = 5;

    /**
     * An event.
     *
     * @param record the patient, a payment, or a number of new payments
     * @param details what is different, or the ids of some of the new payments
     * @param move where a payment came from, or has gone; empty if it did not move
     */
    record Event(
            Times.Shown at,
            long run,
            String runPath,
            Badge what,
            String record,
            List<ChangeRow.Detail> details,
            Optional<String> move) {}

    /** The events until a time. */
    static Timeline of(PatientPaymentStore store, Patient patient, Optional<Instant> until, Times times) {
        PageRequest<Void> request = PageRequest.first().descending().limit(PER_PAGE);
        Page<Change> page = store.history().changesOfPatient(patient.externalId(), request);
        List<Change> changes = new ArrayList<>(page.items());
        for (int read = 1; read < PAGES && page.next().isPresent(); read++) {
            page = store.history()
                    .changesOfPatient(
                            patient.externalId(), request.after(page.next().get()));
            changes.addAll(page.items());
        }
        changes.removeIf(change -> until.isPresent() && change.time().isAfter(until.get()));
        boolean unread = page.next().isPresent();
        List<Event> events = events(changes, unread, patient, times);
        return new Timeline(events.stream().limit(MOST).toList(), unread || events.size() > MOST);
    }

    /** New payments of a run are one event. */
    private static List<Event> events(List<Change> changes, boolean unread, Patient patient, Times times) {
        List<Event> events = new ArrayList<>();
        int next = 0;
        while (next < changes.size()) {
            int end = next + 1;
            while (end < changes.size() && areNewPayments(changes.get(next), changes.get(end))) {
                end++;
            }
            List<Change> alike = changes.subList(next, end);
            events.add(
                    alike.size() == 1
                            ? event(alike.get(0), patient, times)
                            : newPayments(alike, unread && end == changes.size(), times));
            next = end;
        }
        return events;
    }

    private static boolean areNewPayments(Change one, Change other) {
        return isNewPayment(one) && isNewPayment(other) && one.runNumber() == other.runNumber();
    }

    private static boolean isNewPayment(Change change) {
        return change.recordType() == RecordType.PAYMENT && change.kind() == Change.Kind.CREATED;
    }

    private static Event event(Change change, Patient patient, Times times) {
        String record = change.recordType() == RecordType.PATIENT
                ? "Patient"
                : "Payment " + change.externalId().orElse("");
        Optional<String> move = change instanceof PaymentChange payment ? move(payment, patient) : Optional.empty();
        return event(change, record, ChangeRow.details(change), move, times);
    }

    private static Event newPayments(List<Change> changes, boolean orMore, Times times) {
        String ids = changes.stream()
                .limit(IDS)
                .flatMap(change -> change.externalId().stream())
                .collect(Collectors.joining(", ", "", changes.size() > IDS ? ", …" : ""));
        return event(
                changes.get(0),
                Numbers.of(changes.size()) + (orMore ? " payments or more" : " payments"),
                List.of(new ChangeRow.Detail("External ids", Optional.empty(), Optional.of(ids))),
                Optional.empty(),
                times);
    }

    private static Event event(
            Change change, String record, List<ChangeRow.Detail> details, Optional<String> move, Times times) {
        return new Event(
                times.shown(change.time()),
                change.runNumber(),
                RunRow.path(change.runNumber()),
                ChangeRow.badge(change.kind()),
                record,
                details,
                move);
    }

    private static Optional<String> move(PaymentChange change, Patient patient) {
        Optional<String> from = change.before().flatMap(PaymentData::patientExternalId);
        Optional<String> to = change.after().flatMap(PaymentData::patientExternalId);
        if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
            return Optional.empty();
        }
        return Optional.of(
                to.get().equals(patient.externalId())
                        ? "Came from patient " + from.get()
                        : "Went to patient " + to.get());
    }
}
