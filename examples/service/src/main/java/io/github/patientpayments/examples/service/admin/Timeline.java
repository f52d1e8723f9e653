package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.history.Version;
import io.github.patientpayments.query.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has happened to a patient and to the payments on the page, the latest first. */
record Timeline(PatientPaymentStore store, Times times) {

    static final int MOST = 100;

    /**
     * An event.
     *
     * @param time when it was synced
     * @param move where a payment came from; empty if it did not
     */
    record Event(
            Instant time,
            Times.Shown at,
            long run,
            String runPath,
            Badge what,
            String record,
            List<ChangeRow.Detail> details,
            Optional<String> move) {}

    /** The events until a time. */
    List<Event> of(Patient patient, List<Payment> payments, Optional<Instant> until) {
        List<Event> events = new ArrayList<>(events(
                "Patient",
                store.history()
                        .patientVersions(
                                patient.externalId(), PageRequest.first().limit(PageRequest.MAX_LIMIT))
                        .items()));
        for (Payment payment : payments) {
            // One that is as it was when it was first seen has no other versions.
            if (!payment.updatedAt().equals(payment.createdAt())) {
                String record = "Payment " + payment.externalId();
                events.addAll(events(record, versions(payment)));
            }
        }
        return events.stream()
                .filter(event -> until.isEmpty() || !event.time().isAfter(until.get()))
                .sorted(Comparator.comparing(Event::time).reversed())
                .toList();
    }

    private List<Version<PaymentData>> versions(Payment payment) {
        return store.history()
                .paymentVersions(payment.externalId(), PageRequest.first().limit(MOST))
                .items();
    }

    private <T> List<Event> events(String record, List<Version<T>> versions) {
        List<Event> events = new ArrayList<>();
        Optional<Version<T>> before = Optional.empty();
        for (Version<T> version : versions) {
            events.add(event(record, before, version));
            before = Optional.of(version);
        }
        return events;
    }

    private <T> Event event(String record, Optional<Version<T>> before, Version<T> version) {
        Map<String, String> old =
                before.map(one -> RecordFields.of(Optional.of(one.content()))).orElse(Map.of());
        Map<String, String> fresh = RecordFields.of(Optional.of(version.content()));
        return new Event(
                version.from(),
                times.shown(version.from()),
                version.fromRun(),
                RunRow.path(version.fromRun()),
                badge(before, version),
                record,
                differences(old, fresh),
                move(old.get(PATIENT), fresh.get(PATIENT)));
    }

    private static final String PATIENT = ChangeRow.words("patientId");

    private static Optional<String> move(@Nullable String from, @Nullable String to) {
        return from == null || from.equals(to) ? Optional.empty() : Optional.of("Came from patient " + from);
    }

    private static <T> Badge badge(Optional<Version<T>> before, Version<T> version) {
        if (version.isDeleted()) {
            return new Badge(Tone.BAD, "Gone");
        }
        if (before.isEmpty()) {
            return new Badge(Tone.GOOD, "New");
        }
        return before.get().isDeleted() ? new Badge(Tone.GOOD, "Back") : new Badge(Tone.INFO, "Changed");
    }

    private static List<ChangeRow.Detail> differences(Map<String, String> old, Map<String, String> fresh) {
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(fresh.keySet());
        return names.stream()
                .filter(name -> !Optional.ofNullable(old.get(name)).equals(Optional.ofNullable(fresh.get(name))))
                .map(name -> new ChangeRow.Detail(
                        name, Optional.ofNullable(old.get(name)), Optional.ofNullable(fresh.get(name))))
                .toList();
    }
}
