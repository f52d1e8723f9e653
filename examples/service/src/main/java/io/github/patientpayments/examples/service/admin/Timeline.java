package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.sync.SyncRun;
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

    private static final int MOST = 100;

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
        long lastRun = until.map(
                        time -> store.syncRunAt(time).map(SyncRun::number).orElse(0L))
                .orElse(Long.MAX_VALUE);
        Page<Change> page = store.history()
                .changesOfPatient(
                        patient.externalId(),
                        lastRun,
                        PageRequest.first().descending().limit(MOST));
        boolean unread = page.next().isPresent();
        return new Timeline(events(page.items(), unread, patient, times), unread);
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
