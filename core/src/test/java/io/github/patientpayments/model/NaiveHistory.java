package io.github.patientpayments.model;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.Change;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The history of {@link NaiveStore}, at any run: rows, versions and events, as text. */
public record NaiveHistory(NaiveStore store) {

    /** An event of the feed. Within a run, patients are created before their payments and deleted after them. */
    public record Event(long run, int phase, long id, String text) implements Comparable<Event> {

        private static final Comparator<Event> ORDER = Comparator.comparingLong(Event::run)
                .thenComparingInt(Event::phase)
                .thenComparingLong(Event::id);

        /** After the last event of a run. */
        public static Event endOf(long run) {
            return new Event(run, 5, 0, "");
        }

        @Override
        public int compareTo(Event other) {
            return ORDER.compare(this, other);
        }
    }

    /** The patients as a run left them, deleted ones too. */
    public List<String> patients(long run) {
        return rows(store.patients.values(), run, patient -> {
            List<BigDecimal> paid = paid(patient.externalId, run);
            return sum(paid).setScale(2) + " in " + paid.size();
        });
    }

    /** The totals of the live patients whose total is not less. */
    public String totals(BigDecimal atLeast) {
        List<List<BigDecimal>> paid = store.patients.values().stream()
                .filter(NaiveRecord::live)
                .map(patient -> paid(patient.externalId, store.run))
                .filter(amounts -> sum(amounts).compareTo(atLeast) >= 0)
                .toList();
        List<BigDecimal> all = paid.stream().flatMap(List::stream).sorted().toList();
        return totals(
                paid.size(),
                all.size(),
                sum(all),
                all.stream().findFirst(),
                all.stream().reduce((before, after) -> after));
    }

    public static String totals(
            long patients, long payments, BigDecimal sum, Optional<BigDecimal> min, Optional<BigDecimal> max) {
        return "%d patients, %d payments, %s from %s to %s"
                .formatted(
                        patients,
                        payments,
                        sum.setScale(2),
                        min.map(amount -> amount.setScale(2)),
                        max.map(amount -> amount.setScale(2)));
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The payments as a run left them, deleted ones too. */
    public List<String> payments(long run) {
        return rows(store.payments.values(), run, payment -> "");
    }

    /** A row of a record as a run left it. */
    public static String row(
            long id, String externalId, long createdRun, long fromRun, boolean deleted, String content, String more) {
        return "%d %s created %d, %s %d: %s %s"
                .formatted(id, externalId, createdRun, deleted ? "deleted" : "from", fromRun, content, more);
    }

    public static String content(PatientData patient) {
        return patient.firstName().orElse("") + " " + patient.dateOfBirth();
    }

    public static String content(PaymentData payment) {
        return payment.amount().orElseThrow().setScale(2) + " of "
                + payment.patientExternalId().orElse("") + " on " + payment.paidOn();
    }

    public List<String> patientVersions(String externalId) {
        return versions(store.patients.get(externalId) == null ? List.of() : List.of(store.patients.get(externalId)));
    }

    public List<String> paymentVersions(String externalId) {
        return versions(store.payments.get(externalId) == null ? List.of() : List.of(store.payments.get(externalId)));
    }

    public static String version(long fromRun, OptionalLong toRun, boolean deleted, String content) {
        return fromRun + " to " + toRun + (deleted ? " deleted " : " ") + content;
    }

    /** All events after a position in the feed. */
    public List<Event> events(Event position) {
        List<Event> events = new ArrayList<>();
        store.patients.values().forEach(patient -> addEvents(events, patient, RecordType.PATIENT, 1, 4));
        store.payments.values().forEach(payment -> addEvents(events, payment, RecordType.PAYMENT, 2, 3));
        store.erasedRecords.forEach(record -> events.add(new Event(
                record.run(),
                record.type() == RecordType.PATIENT ? 4 : 3,
                record.id(),
                event(Change.Kind.ERASED, record.type(), Optional.empty(), Optional.empty(), Optional.empty()))));
        store.rewrittenPayments.forEach(record -> rewritten(record).ifPresent(events::add));
        return events.stream()
                .filter(event -> event.compareTo(position) > 0)
                .sorted()
                .toList();
    }

    /** Those of a patient and of the payments that were the patient's before or after, without those of erasures. */
    public List<Event> eventsOfPatient(String externalId) {
        return events(Event.endOf(store.horizon)).stream()
                .filter(event -> event.text().contains("PATIENT " + Optional.of(externalId) + ":")
                        || event.text().contains(" of " + externalId + " on "))
                .filter(event ->
                        !event.text().startsWith("UPDATED") || !event.text().contains(": " + Optional.empty() + " -> "))
                .toList();
    }

    public static String event(
            Change.Kind kind,
            RecordType type,
            Optional<String> externalId,
            Optional<String> before,
            Optional<String> after) {
        return kind + " " + type + " " + externalId + ": " + before + " -> " + after;
    }

    private <T> void addEvents(List<Event> events, NaiveRecord<T> record, RecordType type, int upserts, int deletions) {
        boolean hasPast = false;
        Optional<NaiveRecord.State<T>> before = Optional.empty();
        for (NaiveRecord.State<T> state : record.states) {
            boolean gone = state.content().isEmpty();
            if (!gone || before.filter(NaiveRecord.State::live).isPresent()) {
                events.add(new Event(
                        state.fromRun(),
                        state.deleted() ? deletions : upserts,
                        record.id,
                        event(
                                kind(state, before, hasPast),
                                type,
                                Optional.of(record.externalId),
                                before.flatMap(NaiveRecord.State::content).map(NaiveHistory::text),
                                state.content()
                                        .filter(content -> !state.deleted())
                                        .map(NaiveHistory::text))));
            }
            hasPast |= !gone;
            before = Optional.of(state);
        }
    }

    private static <T> Change.Kind kind(
            NaiveRecord.State<T> state, Optional<NaiveRecord.State<T>> before, boolean hasPast) {
        if (state.deleted()) {
            return Change.Kind.DELETED;
        }
        return before.filter(old -> hasPast)
                .map(old -> old.deleted() ? Change.Kind.RESTORED : Change.Kind.UPDATED)
                .orElse(Change.Kind.CREATED);
    }

    /** A payment that had moved away from an erased patient, as it was at the erasure. */
    private Optional<Event> rewritten(NaiveStore.Rewritten record) {
        NaiveRecord<PaymentData> payment = record.payment();
        if (store.payments.get(payment.externalId) != payment) {
            String erased =
                    event(Change.Kind.ERASED, RecordType.PAYMENT, Optional.empty(), Optional.empty(), Optional.empty());
            return Optional.of(new Event(record.run(), 3, payment.id, erased));
        }
        return payment.at(record.run())
                .filter(state -> state.content().isPresent())
                .map(state -> new Event(
                        record.run(),
                        state.live() ? 2 : 3,
                        payment.id,
                        event(
                                state.live() ? Change.Kind.UPDATED : Change.Kind.DELETED,
                                RecordType.PAYMENT,
                                Optional.of(payment.externalId),
                                Optional.empty(),
                                state.content().filter(content -> state.live()).map(NaiveHistory::text))));
    }

    private static <T> List<String> versions(Collection<NaiveRecord<T>> records) {
        return records.stream()
                .flatMap(record -> record.states.stream())
                .filter(state -> state.content().isPresent())
                .map(state -> version(
                        state.fromRun(),
                        state.toRun() == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(state.toRun()),
                        state.deleted(),
                        text(state.content().orElseThrow())))
                .toList();
    }

    private static <T> List<String> rows(
            Collection<NaiveRecord<T>> records, long run, Function<NaiveRecord<T>, String> more) {
        List<String> rows = new ArrayList<>();
        for (NaiveRecord<T> record : records) {
            record.at(run)
                    .filter(state -> state.content().isPresent())
                    .ifPresent(state -> rows.add(row(
                            record.id,
                            record.externalId,
                            record.createdRun,
                            state.fromRun(),
                            state.deleted(),
                            text(state.content().orElseThrow()),
                            more.apply(record))));
        }
        return rows;
    }

    private List<BigDecimal> paid(String patient, long run) {
        return store.payments.values().stream()
                .flatMap(payment -> payment.at(run).stream())
                .filter(state -> !state.deleted() && NaiveStore.refersTo(state, patient))
                .map(state -> state.content().orElseThrow().amount().orElseThrow())
                .toList();
    }

    private static <T> String text(T content) {
        return content instanceof PatientData patient ? content(patient) : content((PaymentData) content);
    }
}
