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
import io.github.patientpayments.fixture.Seeds;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.history.PatientChange;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.model.RandomDeliveries;
import io.github.patientpayments.model.RandomDeliveries.Sets;
import io.github.patientpayments.model.RandomSteps;
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
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random snapshots, and occasional purges. After each, an as-of query returns what the store returned at that time, and
 * a follower of the feed holds what the store holds. {@code -Dstore.test.seed} repeats one sequence,
 * {@code -Dstore.test.histories} runs more of them.
 */
@Tag("exhaustive")
class RandomHistoryContract extends ContractTest {

    private static final int STEPS = 10;
    private static final PatientFilter SOME_TOTAL = PatientFilter.builder()
            .paymentTotalAtLeast(BigDecimal.ZERO)
            .paymentTotalAtMost(new BigDecimal("0.3"))
            .build();
    private static final PatientFilter SOME_NAME =
            PatientFilter.builder().nameStartsWith("n1").build();

    private final Map<Long, List<Object>> live = new TreeMap<>();
    private final Map<Long, List<Object>> withDeleted = new TreeMap<>();

    static LongStream seeds() {
        return Seeds.of("store.test.histories", 3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void asOfQueriesReturnWhatTheStoreReturnedThen(long seed) {
        RandomSteps.check(seed, STEPS, steps -> {
            begin();
            Follower follower = new Follower();
            steps.forEach(random -> {
                long run = step(random, steps);
                live.put(run, live(store, run));
                withDeleted.put(run, withDeleted(store, run));
                assertPast(someOf(live.keySet(), random));
                follower.follow(random.nextInt(5) + 1);
                assertThat(store.verifyIntegrity()).hasToString("Sound");
            });
            assertPast(live.keySet());
        });
    }

    private void begin() {
        emptyStore();
        live.clear();
        live.put(0L, live(store, 0));
        withDeleted.clear();
        withDeleted.put(0L, withDeleted(store, 0));
    }

    private void assertPast(Collection<Long> runs) {
        for (long past : runs) {
            Mirror then = store.history().asOfRun(past);
            assertThat(live(then, past)).as("as of run %d", past).isEqualTo(live.get(past));
            if (withDeleted.containsKey(past)) {
                assertThat(withDeleted(then, past))
                        .as("as of run %d, deleted ones too", past)
                        .isEqualTo(withDeleted.get(past));
            }
        }
    }

    private static List<Long> someOf(Set<Long> runs, Random random) {
        List<Long> shuffled = new ArrayList<>(runs);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, Math.min(2, shuffled.size()));
    }

    /** A sync, or a purge: which removes runs that could be queried, and tombstones. */
    private long step(Random random, RandomSteps steps) {
        if (random.nextInt(8) > 0) {
            Sets sets = new RandomDeliveries(random).snapshot();
            steps.note(sets.toString());
            return store.sync(sets.delivery(false)).number();
        }
        Instant before = START.plusSeconds(random.nextInt(2 * live.size()));
        Instant last = store.syncRuns(1).stream().map(SyncRun::time).findFirst().orElse(START);
        steps.note("purge what ended before " + before + ", or by the last run");
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

    /** All pages in one order, a different one for each run: every order of every run would take minutes. */
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

    private static <T, S extends Enum<S>> List<T> all(PageRequest<S> first, Function<PageRequest<S>, Page<T>> query) {
        List<T> items = new ArrayList<>();
        Optional<PageRequest<S>> request = Optional.of(first.limit(4).counted());
        long total = 0;
        while (request.isPresent()) {
            PageRequest<S> current = request.get();
            Page<T> page = query.apply(current);
            items.addAll(page.items());
            total = page.total().orElseThrow();
            request = page.next().map(current::after);
        }
        assertThat(items.size()).isEqualTo(total);
        return items;
    }

    /** Rebuilds the mirror from the events. */
    private final class Follower {

        private final Map<String, PatientData> patients = new TreeMap<>();
        private final Map<String, PaymentData> payments = new TreeMap<>();
        private String cursor = store.history().beginning();

        void follow(int limit) {
            ChangePage page;
            do {
                page = store.history().changes(cursor, limit);
                page.changes().forEach(this::apply);
                cursor = page.next();
            } while (page.hasMore());
            assertThat(List.copyOf(patients.values())).isEqualTo(livePatients());
            assertThat(List.copyOf(payments.values())).isEqualTo(livePayments());
        }

        private void apply(Change change) {
            String id = change.externalId().orElseThrow();
            if (change.recordType() == RecordType.PATIENT) {
                PatientChange event = (PatientChange) change;
                replace(patients, id, change, event.before(), event.after());
            } else {
                PaymentChange event = (PaymentChange) change;
                replace(payments, id, change, event.before(), event.after());
                event.after()
                        .ifPresent(data -> assertThat(patients)
                                .as("a payment comes after its patient")
                                .containsKey(data.patientExternalId().orElseThrow()));
            }
        }

        private <T> void replace(
                Map<String, T> mirror, String id, Change change, Optional<T> before, Optional<T> after) {
            boolean known = change.kind() == Change.Kind.UPDATED || change.kind() == Change.Kind.DELETED;
            assertThat(Optional.ofNullable(mirror.get(id)))
                    .as("%s", change)
                    .isEqualTo(known ? before : Optional.empty());
            assertThat(before.isPresent()).as("%s", change).isEqualTo(change.kind() != Change.Kind.CREATED);
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
                .paidOn(payment.paidOn().orElse(null))
                .build();
    }
}
