package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.Mirror;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.history.PatientChange;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.model.RandomDeliveries;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Random snapshots, and a purge now and then. After each, the past is what the store said when it was the present, and
 * whoever has followed the feed holds what the store holds.
 */
class RandomHistoryContract extends ContractTest {

    private static final int STEPS = 10;
    private static final PatientFilter SOME_TOTAL = PatientFilter.builder()
            .paymentTotalAtLeast(BigDecimal.ZERO)
            .paymentTotalAtMost(new BigDecimal("0.3"))
            .build();
    private static final PatientFilter SOME_NAME =
            PatientFilter.builder().nameStartsWith("n1").build();

    @RepeatedTest(3)
    void thePastIsWhatThePresentWas(RepetitionInfo repetition) {
        long seed = Long.getLong("store.test.seed", repetition.getCurrentRepetition());
        Random random = new Random(seed);
        Map<Long, List<Object>> live = new TreeMap<>(Map.of(0L, live(store, 0)));
        Map<Long, List<Object>> withDeleted = new TreeMap<>(Map.of(0L, withDeleted(store, 0)));
        Follower follower = new Follower();
        for (int step = 1; step <= STEPS; step++) {
            String told = "seed %d, step %d".formatted(seed, step);
            long run = step(random, live, withDeleted);
            live.put(run, live(store, run));
            withDeleted.put(run, withDeleted(store, run));

            for (long past : step == STEPS ? live.keySet() : someOf(live.keySet(), random)) {
                Mirror then = store.history().asOfRun(past);
                assertThat(live(then, past)).as("%s, as of run %d", told, past).isEqualTo(live.get(past));
                if (withDeleted.containsKey(past)) {
                    assertThat(withDeleted(then, past))
                            .as("%s, as of run %d, deleted ones too", told, past)
                            .isEqualTo(withDeleted.get(past));
                }
            }
            follower.follow(random.nextInt(5) + 1, told);
        }
    }

    private static List<Long> someOf(Set<Long> runs, Random random) {
        List<Long> shuffled = new ArrayList<>(runs);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, Math.min(2, shuffled.size()));
    }

    /** A sync, or a purge: it takes away runs that could be asked for, and tombstones. */
    private long step(Random random, Map<Long, List<Object>> live, Map<Long, List<Object>> withDeleted) {
        if (random.nextInt(8) > 0) {
            return store.sync(new RandomDeliveries(random).snapshot().delivery(false))
                    .number();
        }
        Instant before = START.plusSeconds(random.nextInt(2 * live.size()));
        Instant last = store.syncRuns(1).stream().map(SyncRun::time).findFirst().orElse(START);
        var purged = store.purge(before.isAfter(last) ? last : before);
        live.keySet().removeIf(run -> run < purged.horizonRun());
        withDeleted.clear();
        for (long run = 0; run < purged.horizonRun(); run++) {
            long gone = run;
            assertThatThrownBy(() -> store.history().asOfRun(gone)).isInstanceOf(HistoryPurgedException.class);
        }
        return purged.runNumber();
    }

    private static List<Object> live(Mirror mirror, long run) {
        List<Object> answers = new ArrayList<>(mirror(mirror, run, PatientFilter.all(), PaymentFilter.all()));
        for (PatientFilter filter : List.of(PatientFilter.all(), SOME_TOTAL, SOME_NAME)) {
            answers.add(mirror.totals(filter));
        }
        answers.addAll(mirror(mirror, run, SOME_TOTAL, PaymentFilter.ofPatient("P1")));
        answers.addAll(mirror(mirror, run, SOME_NAME, PaymentFilter.ofPatient("P2")));
        answers.add(mirror.patient("P1"));
        answers.add(mirror.payment("Y1"));
        return answers;
    }

    private static List<Object> withDeleted(Mirror mirror, long run) {
        return mirror(
                mirror,
                run,
                PatientFilter.builder().includeDeleted().build(),
                PaymentFilter.builder().includeDeleted().build());
    }

    /** All pages in one order: another one for each run, since every order of every run would take minutes. */
    private static List<Object> mirror(Mirror mirror, long run, PatientFilter patients, PaymentFilter payments) {
        PageRequest<PatientSort> byPatient = PageRequest.by(turn(PatientSort.values(), run));
        PageRequest<PaymentSort> byPayment =
                PageRequest.by(turn(PaymentSort.values(), run)).descending();
        return List.of(
                all(byPatient, request -> mirror.patients(patients, request)),
                all(byPayment, request -> mirror.payments(payments, request)));
    }

    private static <T> T turn(T[] values, long run) {
        return values[(int) (run % values.length)];
    }

    private static <T, S extends Enum<S>> List<T> all(PageRequest<S> first, Function<PageRequest<S>, Page<T>> ask) {
        List<T> items = new ArrayList<>();
        Optional<PageRequest<S>> request = Optional.of(first.limit(4).counted());
        long total = 0;
        while (request.isPresent()) {
            PageRequest<S> asked = request.get();
            Page<T> page = ask.apply(asked);
            items.addAll(page.items());
            total = page.total().orElseThrow();
            request = page.next().map(asked::after);
        }
        assertThat(items.size()).isEqualTo(total);
        return items;
    }

    /** Makes of the events what the store holds. */
    private final class Follower {

        private final Map<String, PatientData> patients = new TreeMap<>();
        private final Map<String, PaymentData> payments = new TreeMap<>();
        private String cursor = store.history().beginning();

        void follow(int limit, String told) {
            ChangePage page;
            do {
                page = store.history().changes(cursor, limit);
                page.changes().forEach(change -> apply(change, told));
                cursor = page.next();
            } while (page.hasMore());
            assertThat(List.copyOf(patients.values())).as(told).isEqualTo(livePatients());
            assertThat(List.copyOf(payments.values())).as(told).isEqualTo(livePayments());
        }

        private void apply(Change change, String told) {
            String id = change.externalId().orElseThrow();
            if (change.recordType() == RecordType.PATIENT) {
                PatientChange event = (PatientChange) change;
                replace(patients, id, change, event.before(), event.after(), told);
            } else {
                PaymentChange event = (PaymentChange) change;
                replace(payments, id, change, event.before(), event.after(), told);
                event.after()
                        .ifPresent(data -> assertThat(patients)
                                .as("%s: a payment comes after its patient", told)
                                .containsKey(data.patientExternalId().orElseThrow()));
            }
        }

        private <T> void replace(
                Map<String, T> mirror, String id, Change change, Optional<T> before, Optional<T> after, String told) {
            boolean known = change.kind() == Change.Kind.UPDATED || change.kind() == Change.Kind.DELETED;
            assertThat(Optional.ofNullable(mirror.get(id)))
                    .as("%s: %s", told, change)
                    .isEqualTo(known ? before : Optional.empty());
            assertThat(before.isPresent()).as("%s: %s", told, change).isEqualTo(change.kind() != Change.Kind.CREATED);
            after.ifPresentOrElse(data -> mirror.put(id, data), () -> mirror.remove(id));
        }

        private List<PatientData> livePatients() {
            return store.patients(PatientFilter.all(), PageRequest.by(PatientSort.ID)).items().stream()
                    .map(RandomHistoryContract::data)
                    .sorted(Comparator.comparing(data -> data.externalId().orElseThrow()))
                    .toList();
        }

        private List<PaymentData> livePayments() {
            return store.payments(PaymentFilter.all(), PageRequest.by(PaymentSort.ID)).items().stream()
                    .map(RandomHistoryContract::data)
                    .sorted(Comparator.comparing(data -> data.externalId().orElseThrow()))
                    .toList();
        }
    }

    private static PatientData data(Patient patient) {
        return PatientData.builder()
                .externalId(patient.externalId())
                .firstName(patient.firstName())
                .lastName(patient.lastName())
                .middleName(patient.middleName().orElse(null))
                .dateOfBirth(patient.dateOfBirth().orElse(null))
                .build();
    }

    private static PaymentData data(Payment payment) {
        return PaymentData.builder()
                .externalId(payment.externalId())
                .patientExternalId(payment.patientExternalId())
                .amount(payment.amount())
                .build();
    }
}
