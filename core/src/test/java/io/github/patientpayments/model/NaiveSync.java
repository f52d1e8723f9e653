package io.github.patientpayments.model;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One sync of {@link NaiveStore}: a second implementation of the rules, element by element and record by record. */
public final class NaiveSync {

    public final NaiveCounts patientCounts = new NaiveCounts();
    public final NaiveCounts paymentCounts = new NaiveCounts();

    public long rejectedWithPatients;
    public BigDecimal amountRejectedWithPatients = BigDecimal.ZERO;
    public long unknownDeletions;

    private final NaiveStore store;
    private final boolean delta;
    private final boolean withholding;
    private final Set<String> deletedPatients = new TreeSet<>();
    private final Set<String> restoredPatients = new TreeSet<>();
    private final Set<String> rejectedPatients = new TreeSet<>();

    /** The first date of the scope of the payments; null if they are all. */
    private final @Nullable LocalDate paidFrom;

    NaiveSync(NaiveStore store, boolean delta, boolean withholding, @Nullable LocalDate paidFrom) {
        this.store = store;
        this.paidFrom = paidFrom;
        this.delta = delta;
        this.withholding = withholding;
    }

    void run(@Nullable List<PatientData> patientSet, @Nullable List<PaymentData> paymentSet) {
        if (patientSet != null) {
            syncPatients(patientSet, paymentSet == null ? List.of() : paymentSet);
        }
        syncPayments(paymentSet);
    }

    /** Makes each record what it was as of a run; no payment that was not there then waits for its patient. */
    void revertTo(long past) {
        store.patients.values().forEach(patient -> revert(patient, past, patientCounts, PatientData::equals));
        store.payments.values().forEach(payment -> {
            revert(payment, past, paymentCounts, NaiveSync::equal);
            boolean since = payment.current().fromRun() > past;
            if (since && (payment.createdRun > past || store.patientLive(patientOf(payment)))) {
                payment.cascaded = false;
            }
        });
    }

    private <T> void revert(NaiveRecord<T> record, long past, NaiveCounts counts, BiPredicate<T, T> equal) {
        Optional<T> then = record.at(past).filter(NaiveRecord.State::live).flatMap(NaiveRecord.State::content);
        if (then.isEmpty() && record.live()) {
            record.delete(store.run);
            counts.deleted++;
        } else if (then.isPresent() && !(record.live() && equal.test(record.content(), then.get()))) {
            counts.restored += record.live() ? 0 : 1;
            counts.updated += record.live() ? 1 : 0;
            record.addState(store.run, false, then.get());
            record.cascaded = false;
        }
    }

    /** The elements of a set, each id once. */
    private static final class DistinctElements<T> {
        final Map<String, T> accepted = new LinkedHashMap<>();
        final Set<String> rejected = new HashSet<>();
        final Set<String> suppressed = new HashSet<>();
        boolean unreadable;

        boolean onlyRejected(String id) {
            return rejected.contains(id) && !accepted.containsKey(id);
        }

        boolean onlySuppressed(String id) {
            return suppressed.contains(id) && !rejected.contains(id) && !accepted.containsKey(id);
        }
    }

    private static <T> DistinctElements<T> distinct(
            List<T> set,
            NaiveCounts counts,
            Function<T, Optional<String>> idOf,
            Predicate<T> suppressed,
            Predicate<T> valid,
            BiPredicate<T, T> equal) {
        DistinctElements<T> elements = new DistinctElements<>();
        for (T element : set) {
            Optional<String> id = idOf.apply(element);
            counts.read++;
            if (suppressed.test(element)) {
                counts.suppressed++;
                id.ifPresent(elements.suppressed::add);
            } else if (!valid.test(element)) {
                counts.rejected++;
                id.ifPresentOrElse(elements.rejected::add, () -> elements.unreadable = true);
            } else {
                T first = elements.accepted.putIfAbsent(id.orElseThrow(), element);
                if (first != null && equal.test(first, element)) {
                    counts.collapsed++;
                } else if (first != null) {
                    counts.rejected++;
                }
            }
        }
        return elements;
    }

    private void syncPatients(List<PatientData> set, List<PaymentData> paymentSet) {
        patientCounts.given = true;
        patientCounts.fullSet = !delta;
        DistinctElements<PatientData> elements = distinct(
                set, patientCounts, PatientData::externalId, this::suppressed, this::valid, PatientData::equals);
        elements.accepted.forEach((id, element) -> {
            if (!element.isDeletion()) {
                if (store.patients.containsKey(id) && !store.patientLive(id)) {
                    restoredPatients.add(id);
                }
                upsert(id, element, store.patients, store::nextPatientId, patientCounts, PatientData::equals);
            } else if (store.patientLive(id) && withholding) {
                patientCounts.withheld++;
            } else if (store.patientLive(id)) {
                deletedPatients.add(id);
                patientCounts.effective++;
            }
            unknownDeletions += element.isDeletion() && !store.patients.containsKey(id) ? 1 : 0;
        });
        elements.rejected.stream().filter(elements::onlyRejected).forEach(rejectedPatients::add);
        elements.rejected.stream()
                .filter(id -> elements.onlyRejected(id) && store.patientLive(id))
                .forEach(id -> patientCounts.retained++);
        if (!delta) {
            findMissing(elements, paymentSet);
        }
        deletedPatients.forEach(id -> {
            store.patients.get(id).delete(store.run);
            patientCounts.deleted++;
        });
    }

    private void findMissing(DistinctElements<PatientData> elements, List<PaymentData> paymentSet) {
        Set<String> missing = new TreeSet<>();
        store.patients.keySet().stream()
                .filter(id ->
                        store.patientLive(id) && !elements.accepted.containsKey(id) && !elements.rejected.contains(id))
                .forEach(missing::add);
        boolean paymentUnreadable =
                paymentSet.stream().anyMatch(element -> element.externalId().isEmpty() && !suppressed(element));
        Set<String> kept = elements.unreadable || withholding
                ? missing
                : paymentUnreadable ? withPayments(missing, paymentSet) : Set.of();
        patientCounts.withheld += kept.size();
        missing.stream().filter(id -> !kept.contains(id)).forEach(deletedPatients::add);
    }

    /**
     * The missing patients who have a payment in the end, so that it would cascade. A payment moves to the first
     * patient that an element names, and who stays: or who has a payment of its own that moves to none who stays.
     */
    private Set<String> withPayments(Set<String> missing, List<PaymentData> paymentSet) {
        Set<String> mayStay = new TreeSet<>(store.patients.keySet());
        mayStay.removeAll(missing);
        Set<String> holding = new TreeSet<>(holders(mayStay, paymentSet).values());
        mayStay.addAll(missing.stream().filter(holding::contains).toList());
        Map<String, String> atTheEnd = holders(mayStay, paymentSet);
        paymentSet.forEach(element -> element.externalId()
                .ifPresent(id -> target(id, mayStay, paymentSet).ifPresent(patient -> atTheEnd.put(id, patient))));
        Set<String> kept = new TreeSet<>(missing);
        kept.retainAll(mayStay);
        kept.retainAll(new TreeSet<>(atTheEnd.values()));
        return kept;
    }

    /** Of each live payment the patient it then has, if only these patients stay. */
    private Map<String, String> holders(Set<String> staying, List<PaymentData> paymentSet) {
        Map<String, String> holders = new TreeMap<>();
        store.payments.values().stream()
                .filter(NaiveRecord::live)
                .forEach(payment -> holders.put(
                        payment.externalId,
                        target(payment.externalId, staying, paymentSet).orElse(patientOf(payment))));
        return holders;
    }

    private Optional<String> target(String payment, Set<String> staying, List<PaymentData> paymentSet) {
        return paymentSet.stream()
                .filter(element -> element.externalId().equals(Optional.of(payment)) && !suppressed(element))
                .filter(element -> valid(element)
                        && staying.contains(element.patientExternalId().orElseThrow()))
                .findFirst()
                .flatMap(PaymentData::patientExternalId);
    }

    private void syncPayments(@Nullable List<PaymentData> set) {
        boolean full = set != null && !delta;
        paymentCounts.given = set != null;
        paymentCounts.fullSet = full;
        DistinctElements<PaymentData> elements = distinct(
                set == null ? List.of() : set,
                paymentCounts,
                PaymentData::externalId,
                this::suppressed,
                this::valid,
                NaiveSync::equal);
        if (set != null) {
            elements.rejected.stream()
                    .filter(id -> elements.onlyRejected(id) && !paymentLive(id))
                    .forEach(id -> countRejectedWithPatient(firstRejected(id, set)));
        }
        for (NaiveRecord<PaymentData> payment : store.payments.values()) {
            PaymentData element = elements.accepted.get(payment.externalId);
            if (element == null || element.isDeletion()) {
                applyWithoutElement(payment, element != null, full, elements);
            }
        }
        elements.accepted.forEach((id, element) -> {
            unknownDeletions += element.isDeletion() && !store.payments.containsKey(id) ? 1 : 0;
            if (!element.isDeletion()) {
                upsert(id, element, store.payments, store::nextPaymentId, paymentCounts, NaiveSync::equal);
            }
        });
    }

    private PaymentData firstRejected(String id, List<PaymentData> set) {
        return set.stream()
                .filter(element -> element.externalId().equals(Optional.of(id)) && !suppressed(element))
                .findFirst()
                .orElseThrow();
    }

    private void countRejectedWithPatient(PaymentData element) {
        boolean onlyFault = !element.isDeletion() && element.amount().isPresent() && inScope(element);
        if (onlyFault && element.patientExternalId().filter(this::isRejected).isPresent()) {
            rejectedWithPatients++;
            amountRejectedWithPatients = amountRejectedWithPatients.add(amountOf(element));
        }
    }

    private boolean paymentLive(String id) {
        return store.payments.containsKey(id) && store.payments.get(id).live();
    }

    private boolean isRejected(String patient) {
        return rejectedPatients.contains(patient) && !store.patientLive(patient);
    }

    /** Handles a payment without an accepted element. */
    private void applyWithoutElement(
            NaiveRecord<PaymentData> payment, boolean named, boolean full, DistinctElements<PaymentData> elements) {
        String id = payment.externalId;
        boolean covered = full && inScope(payment.content());
        boolean decided = covered || (full && elements.rejected.contains(id));
        boolean missing = named || elements.onlySuppressed(id) || (covered && !elements.rejected.contains(id));
        if (missing && !withholding && !(full && elements.unreadable)) {
            payment.cascaded = false;
            if (payment.live()) {
                payment.delete(store.run);
                paymentCounts.deleted++;
                paymentCounts.effective += named ? 1 : 0;
            }
        } else if (payment.live() && deletedPatients.contains(patientOf(payment))) {
            payment.delete(store.run);
            payment.cascaded = true;
            paymentCounts.deleted++;
            paymentCounts.cascaded++;
        } else if (payment.live()) {
            paymentCounts.withheld += missing ? 1 : 0;
            paymentCounts.retained += elements.onlyRejected(id) ? 1 : 0;
        } else if (payment.cascaded
                && (decided
                        ? !missing && store.patientLive(patientOf(payment))
                        : restoredPatients.contains(patientOf(payment)))) {
            payment.addState(store.run, false, payment.content());
            payment.cascaded = false;
            paymentCounts.restored++;
        }
    }

    private <T> void upsert(
            String id,
            T content,
            Map<String, NaiveRecord<T>> records,
            LongSupplier nextId,
            NaiveCounts counts,
            BiPredicate<T, T> equal) {
        NaiveRecord<T> stored = records.get(id);
        if (stored == null) {
            stored = new NaiveRecord<>(nextId.getAsLong(), id, store.run);
            records.put(id, stored);
            counts.inserted++;
        } else if (!stored.live()) {
            counts.restored++;
        } else if (!equal.test(stored.content(), content)) {
            counts.updated++;
        } else {
            return;
        }
        stored.addState(store.run, false, content);
        stored.cascaded = false;
        counts.effective++;
    }

    private boolean inScope(PaymentData payment) {
        return paidFrom == null
                || payment.paidOn().filter(date -> !date.isBefore(paidFrom)).isPresent();
    }

    private boolean suppressed(PatientData element) {
        return element.externalId().filter(store.erased::contains).isPresent();
    }

    /** A deletion in a delta needs only its id, so its other fields are ignored. */
    private boolean suppressed(PaymentData element) {
        boolean needsOnlyId = delta && element.isDeletion();
        return !needsOnlyId
                && element.patientExternalId().filter(store.erased::contains).isPresent();
    }

    private boolean valid(PatientData element) {
        boolean complete = element.isDeletion() ? delta : element.firstName().isPresent();
        return complete && element.externalId().isPresent();
    }

    private boolean valid(PaymentData element) {
        boolean complete = element.isDeletion()
                ? delta
                : element.amount().isPresent()
                        && inScope(element)
                        && element.patientExternalId()
                                .filter(store::patientLive)
                                .isPresent();
        return complete && element.externalId().isPresent();
    }

    private static boolean equal(PaymentData one, PaymentData other) {
        return one.isDeletion() == other.isDeletion()
                && (one.isDeletion()
                        || (one.patientExternalId().equals(other.patientExternalId())
                                && amountOf(one).compareTo(amountOf(other)) == 0
                                && one.paidOn().equals(other.paidOn())));
    }

    private static BigDecimal amountOf(PaymentData payment) {
        return payment.amount().orElseThrow();
    }

    private static String patientOf(NaiveRecord<PaymentData> payment) {
        return payment.content().patientExternalId().orElseThrow();
    }
}
