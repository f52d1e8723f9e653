package io.github.patientpayments.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.Change.Kind;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.history.History;
import io.github.patientpayments.history.PatientChange;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A copy of the mirror that follows the feed as the documentation of {@link Change} says: rows by the store's ids, with
 * a foreign key from payments to patients, and a log of what it was told of each record.
 */
public final class FeedCopy {

    /** Whom a row or an entry of the log is about, and what it says. */
    private record PaymentRow(long patient, String content) {}

    /** What a payment was, until an event of a run said otherwise. */
    private record Entry(PaymentRow row, long ended) {}

    private static final long NOT_ENDED = Long.MAX_VALUE;

    private final Map<Long, String> patients = new TreeMap<>();
    private final Map<Long, PaymentRow> payments = new TreeMap<>();
    private final Map<String, Long> patientIds = new HashMap<>();
    private final Map<Long, List<Entry>> paymentLog = new HashMap<>();
    private final Set<Long> erasedPatients = new HashSet<>();
    private final Set<String> created = new HashSet<>();
    private final boolean replay;
    private String cursor;

    private FeedCopy(Mirror start, String cursor, boolean replay) {
        this.cursor = cursor;
        this.replay = replay;
        PatientFilter all = PatientFilter.all();
        for (Patient patient :
                start.patients(all, PageRequest.by(PatientSort.ID).limit(1_000)).items()) {
            patients.put(patient.id(), patient.firstName() + " " + patient.dateOfBirth());
            patientIds.put(patient.externalId(), patient.id());
        }
        for (Payment payment : start.payments(
                        PaymentFilter.all(), PageRequest.by(PaymentSort.ID).limit(1_000))
                .items()) {
            String content = payment.amount() + " of " + payment.patientExternalId() + " on " + payment.paidOn();
            put(payment.id(), new PaymentRow(id(payment.patientExternalId()), content));
        }
    }

    /** A copy of the present mirror, made after a run. What it has read before may be erased later. */
    public static FeedCopy made(Mirror present, History history, long run) {
        return new FeedCopy(present, history.cursorAfter(run), false);
    }

    /** The feed read again, from a mirror of the past on: every event must fit what is there. */
    public static FeedCopy replayed(History history, long from, long to) {
        FeedCopy copy = new FeedCopy(history.asOfRun(from), history.cursorAfter(from), true);
        ChangePage page;
        do {
            page = history.changes(copy.cursor, 1_000);
            page.changes().stream().filter(change -> change.runNumber() <= to).forEach(copy::apply);
            copy.cursor = page.next();
        } while (page.hasMore());
        return copy;
    }

    /** Reads one page; false if it was the last one. */
    public boolean follow(History history, int limit) {
        ChangePage page = history.changes(cursor, limit);
        page.changes().forEach(this::apply);
        cursor = page.next();
        return page.hasMore();
    }

    /** The live patients and payments by their ids. */
    public String content() {
        return patients + " " + payments;
    }

    /** What the log still says of payments of erased patients. */
    public Set<?> loggedOfErased() {
        return paymentLog.values().stream()
                .flatMap(List::stream)
                .filter(entry -> erasedPatients.contains(entry.row.patient))
                .collect(Collectors.toSet());
    }

    /** Forgets what ended before, as the store did: the store can't know any more whose payments these were. */
    public void purge(long horizon) {
        paymentLog.values().forEach(entries -> entries.removeIf(entry -> entry.ended <= horizon));
    }

    private void apply(Change change) {
        if (change instanceof PatientChange patient) {
            apply(patient);
        } else {
            apply((PaymentChange) change);
        }
    }

    private void apply(PatientChange change) {
        check(
                change,
                patients.get(change.id()),
                change.before().map(NaiveHistory::content),
                change.after().map(NaiveHistory::content));
        if (change.after().isPresent()) {
            PatientData after = change.after().get();
            patients.put(change.id(), NaiveHistory.content(after));
            patientIds.put(after.externalId().orElseThrow(), change.id());
        } else {
            patients.remove(change.id());
            boolean cascaded = payments.values().removeIf(payment -> payment.patient == change.id());
            assertThat(replay && cascaded)
                    .as("a payment left after its patient")
                    .isFalse();
        }
        if (change.kind() == Kind.ERASED) {
            erasedPatients.add(change.id());
        }
    }

    private void apply(PaymentChange change) {
        PaymentRow row = payments.get(change.id());
        check(
                change,
                row == null ? null : row.content,
                change.before().map(NaiveHistory::content),
                change.after().map(NaiveHistory::content));
        if (change.before().isEmpty()) {
            paymentLog.remove(change.id());
        }
        change.before()
                .filter(before ->
                        patientIds.containsKey(before.patientExternalId().orElseThrow()))
                .ifPresent(before -> log(change.id(), row(before), change.runNumber()));
        paymentLog.computeIfPresent(
                change.id(),
                (id, entries) -> new ArrayList<>(entries.stream()
                        .map(entry -> new Entry(entry.row, Math.min(entry.ended, change.runNumber())))
                        .toList()));
        change.after()
                .ifPresentOrElse(
                        after -> {
                            assertThat(patients)
                                    .as("%s: the patient is there", change)
                                    .containsKey(row(after).patient);
                            put(change.id(), row(after));
                        },
                        () -> payments.remove(change.id()));
    }

    /** A copy made earlier may hold what is left out of the feed now. A replay never does. */
    private void check(Change change, String own, Optional<String> before, Optional<String> after) {
        boolean gone = change.kind() == Kind.DELETED || change.kind() == Kind.ERASED;
        assertThat(after.isEmpty()).as("%s: after", change).isEqualTo(gone);
        if (!replay) {
            return;
        }
        String record = change.recordType() + " " + change.id();
        boolean first = created.add(record) && own == null;
        switch (change.kind()) {
            case CREATED ->
                assertThat(first).as("%s: is its first event", change).isTrue();
            case RESTORED -> assertThat(own).as("%s: was gone", change).isNull();
            case UPDATED -> assertThat(own).as("%s: was there", change).isNotNull();
            case DELETED -> assertThat(own == null).as("%s: was there", change).isEqualTo(before.isEmpty());
            case ERASED -> assertThat(own).as("%s: was never there", change).isNull();
        }
        if (change.kind() == Kind.UPDATED || change.kind() == Kind.DELETED) {
            before.ifPresent(
                    content -> assertThat(content).as("%s: before", change).isEqualTo(own));
        }
        if (change.kind() == Kind.CREATED || change.kind() == Kind.ERASED) {
            assertThat(before).as("%s: before", change).isEmpty();
        }
    }

    private PaymentRow row(PaymentData payment) {
        return new PaymentRow(id(payment.patientExternalId().orElseThrow()), NaiveHistory.content(payment));
    }

    private long id(String patient) {
        return Objects.requireNonNull(patientIds.get(patient), patient);
    }

    private void put(long id, PaymentRow row) {
        payments.put(id, row);
        log(id, row, NOT_ENDED);
    }

    private void log(long id, PaymentRow row, long ended) {
        paymentLog.computeIfAbsent(id, any -> new ArrayList<>()).add(new Entry(row, ended));
    }
}
