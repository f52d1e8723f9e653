package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.ErasedTotals;
import io.github.patientpayments.ErasureReport;
import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.Mirror;
import io.github.patientpayments.fixture.Seeds;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.history.ChangePage;
import io.github.patientpayments.history.PatientChange;
import io.github.patientpayments.history.PaymentChange;
import io.github.patientpayments.history.Version;
import io.github.patientpayments.model.FeedCopy;
import io.github.patientpayments.model.MirrorRows;
import io.github.patientpayments.model.NaiveCounts;
import io.github.patientpayments.model.NaiveHistory;
import io.github.patientpayments.model.NaiveHistory.Event;
import io.github.patientpayments.model.NaiveStore;
import io.github.patientpayments.model.NaiveSync;
import io.github.patientpayments.model.RandomDeliveries;
import io.github.patientpayments.model.RandomDeliveries.Sets;
import io.github.patientpayments.model.RandomSteps;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random snapshots, deltas, reverts, erasures, unsuppressions and purges in sequence. After each, the store, its past
 * and its feed equal those of {@link NaiveStore}, and copies made after any run can follow the feed. Every third
 * sequence compares all records in the database. A sequence that fails is shortened. {@code -Dstore.test.seed} repeats
 * one, {@code -Dstore.test.sequences} runs more.
 */
@Tag("exhaustive")
class RandomRunsContract extends ContractTest {

    private static final int RUNS = 30;
    private static final PageRequest<Void> VERSIONS = PageRequest.first().limit(1_000);

    private final Map<Instant, Long> runs = new HashMap<>();
    private final MirrorRows rows = new MirrorRows(runs);
    private Random random = new Random();
    private Consumer<String> note = what -> {};
    private NaiveStore naive = new NaiveStore();
    private NaiveHistory naiveHistory = new NaiveHistory(naive);
    private @Nullable Sets lastSets;
    private String cursor = "";
    private Event position = Event.endOf(0);
    private final List<FeedCopy> copies = new ArrayList<>();

    static LongStream seeds() {
        return Seeds.of("store.test.sequences", 6);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theStoreEqualsTheNaiveOne(long seed) {
        RandomSteps.check(seed, RUNS, steps -> {
            begin(seed);
            note = steps::note;
            steps.forEach(this::stepAndCompare);
            compareWhatIsLeft();
        });
    }

    private void begin(long seed) {
        emptyStore();
        random = new Random(seed);
        store = store(builder -> builder.erasureKey(ErasureContract.KEY)
                .keepErasedTotals()
                .maxRecordsInMemory(seed % 3 == 0 ? 0 : 1_000));
        naive = new NaiveStore();
        naiveHistory = new NaiveHistory(naive);
        runs.clear();
        lastSets = null;
        position = Event.endOf(0);
        cursor = store.history().beginning();
        copies.clear();
    }

    private void stepAndCompare(Random numbers) {
        random = numbers;
        step();
        store.syncRuns(1).forEach(run -> runs.put(run.time(), run.number()));
        assertThat(runs).hasSize((int) naive.run);
        assertPresent();
        assertPast(random.nextLong(naive.horizon, naive.run + 1));
        followFeed();
        followWithCopies();
        assertThat(store.verifyIntegrity().counts()).isEmpty();
    }

    private void compareWhatIsLeft() {
        for (long run = 0; run <= naive.run; run++) {
            assertPast(run);
        }
        assertVersions();
        position = Event.endOf(naive.horizon);
        cursor = store.history().cursorAfter(naive.horizon);
        followFeed();
    }

    private void step() {
        int die = random.nextInt(20);
        String patient = "P" + random.nextInt(7);
        if (die < 2) {
            note.accept("erase " + patient);
            ErasureReport report = store.erase(patient);
            assertThat(List.of(report.patients(), report.payments())).isEqualTo(naive.erase(patient));
        } else if (die < 4) {
            note.accept("unsuppress " + patient);
            assertThat(store.unsuppress(patient)).isEqualTo(naive.unsuppress(patient));
        } else if (die < 5 && naive.run > 0) {
            long run = random.nextLong(naive.run) + 1;
            note.accept("purge what ended by run " + run);
            store.purge(time(run));
            naive.purge(run);
            copies.forEach(copy -> copy.purge(naive.horizon));
        } else if (die < 6) {
            revert(random.nextLong(naive.horizon, naive.run + 1));
        } else {
            RandomDeliveries deliveries = new RandomDeliveries(random);
            sync(die < 11 && lastSets != null ? again(deliveries, lastSets) : other(deliveries, die));
        }
    }

    private Sets again(RandomDeliveries deliveries, Sets last) {
        boolean whole = last.patients() == null || last.payments() == null || random.nextBoolean();
        return whole ? deliveries.shuffled(last) : deliveries.halfKnown(last);
    }

    private static Sets other(RandomDeliveries deliveries, int die) {
        return die < 14 ? deliveries.delta() : deliveries.snapshot();
    }

    private void sync(Sets sets) {
        boolean withholding = random.nextInt(6) == 0;
        note.accept(sets + (withholding ? ", withholding deletions" : ""));
        lastSets = sets;
        sync(sets, withholding);
        if (random.nextInt(3) == 0) {
            note.accept("the same again");
            SyncReport again = sync(sets, withholding);
            assertThat(again.status()).isEqualTo(SyncRun.Status.UNCHANGED);
        }
    }

    private SyncReport sync(Sets sets, boolean withholding) {
        NaiveSync expected = naive.sync(sets.delta(), withholding, sets.paidFrom(), sets.patients(), sets.payments());
        SyncOptions options = withholding ? SyncOptions.defaults().withholdDeletions() : SyncOptions.defaults();
        return checked(store.sync(sets.delivery(random.nextBoolean()), options), expected);
    }

    private void revert(long run) {
        note.accept("revert to run " + run);
        checked(store.revertTo(run), naive.revertTo(run));
    }

    private SyncReport checked(SyncReport report, NaiveSync expected) {
        runs.put(report.time(), report.number());
        assertThat(NaiveCounts.of(report.patients())).isEqualTo(expected.patientCounts.toString());
        assertThat(NaiveCounts.of(report.payments())).isEqualTo(expected.paymentCounts.toString());
        assertThat(report.paymentsRejectedWithPatients()).isEqualTo(expected.rejectedWithPatients);
        assertThat(report.amountRejectedWithPatients()).isEqualByComparingTo(expected.amountRejectedWithPatients);
        assertThat(report.unknownDeletions()).isEqualTo(expected.unknownDeletions);
        return report;
    }

    private void assertPresent() {
        assertThat(rows.patients(store)).isEqualTo(naiveHistory.patients(naive.run));
        assertThat(rows.payments(store)).isEqualTo(naiveHistory.payments(naive.run));
        BigDecimal atLeast = BigDecimal.valueOf(random.nextInt(12) - 4L);
        PaymentTotals totals = store.totals(
                PatientFilter.builder().paymentTotalAtLeast(atLeast).build());
        assertThat(NaiveHistory.totals(totals.patients(), totals.payments(), totals.sum(), totals.min(), totals.max()))
                .isEqualTo(naiveHistory.totals(atLeast));
        ErasedTotals money = store.erasedTotals();
        assertThat(money.patients() + ", " + money.payments() + ", " + money.sum())
                .isEqualTo(naive.erasedTotals());
    }

    private void assertPast(long run) {
        if (run < naive.horizon) {
            assertThatThrownBy(() -> store.history().asOfRun(run)).isInstanceOf(HistoryPurgedException.class);
            return;
        }
        Mirror then = store.history().asOfRun(run);
        assertThat(rows.patients(then)).as("as of run %d", run).isEqualTo(naiveHistory.patients(run));
        assertThat(rows.payments(then)).as("as of run %d", run).isEqualTo(naiveHistory.payments(run));
        assertReplayed(run);
    }

    /** The feed, read from the oldest run on, has led to what the mirror was. */
    private void assertReplayed(long run) {
        assertThat(FeedCopy.replayed(store.history(), naive.horizon, run).content())
                .as("the feed up to run %d", run)
                .isEqualTo(FeedCopy.made(store.history().asOfRun(run), store.history(), run)
                        .content());
    }

    /** Copies made after different runs; each reads on once in a while, and has what the store has when it is done. */
    private void followWithCopies() {
        if (copies.size() < 4 || random.nextInt(4) == 0) {
            copies.add(FeedCopy.made(store, store.history(), naive.run));
        }
        for (FeedCopy copy : List.copyOf(copies)) {
            if (random.nextInt(3) == 0) {
                follow(copy);
            }
        }
    }

    private void follow(FeedCopy copy) {
        try {
            boolean more = true;
            while (more && random.nextInt(6) > 0) {
                more = copy.follow(store.history(), 1 + random.nextInt(9));
            }
            if (!more) {
                FeedCopy mirror = FeedCopy.made(store, store.history(), naive.run);
                assertThat(copy.content()).isEqualTo(mirror.content());
                assertThat(copy.loggedOfErased()).isEmpty();
            }
        } catch (HistoryPurgedException e) {
            copies.remove(copy);
        }
    }

    private void assertVersions() {
        for (int i = 0; i < 10; i++) {
            String patient = "P" + i;
            String payment = "Y" + i;
            assertThat(store.history().patientVersions(patient, VERSIONS).items())
                    .extracting(version -> version(version, NaiveHistory::content))
                    .isEqualTo(naiveHistory.patientVersions(patient));
            assertThat(store.history().paymentVersions(payment, VERSIONS).items())
                    .extracting(version -> version(version, NaiveHistory::content))
                    .isEqualTo(naiveHistory.paymentVersions(payment));
        }
        String patient = "P" + naive.run % 7;
        assertThat(store.history().changesOfPatient(patient, VERSIONS).items())
                .extracting(RandomRunsContract::event)
                .isEqualTo(naiveHistory.eventsOfPatient(patient));
    }

    /** Reads a page or more of random size. The next call continues from the last cursor. */
    private void followFeed() {
        if (position.compareTo(Event.endOf(naive.horizon)) < 0) {
            assertThatThrownBy(() -> store.history().changes(cursor, 1)).isInstanceOf(HistoryPurgedException.class);
            position = Event.endOf(naive.horizon);
            cursor = store.history().cursorAfter(naive.horizon);
        }
        boolean more = true;
        while (more && random.nextInt(8) > 0) {
            int limit = 1 + random.nextInt(9);
            List<Event> expected = naiveHistory.events(position);
            ChangePage page = store.history().changes(cursor, limit);
            assertThat(page.changes().stream().map(RandomRunsContract::event).toList())
                    .isEqualTo(expected.subList(0, Math.min(limit, expected.size())));
            more = expected.size() > limit;
            assertThat(page.hasMore()).isEqualTo(more);
            cursor = page.next();
            position = more ? between(expected.get(limit - 1), expected.get(limit)) : Event.endOf(naive.run);
        }
    }

    /** The position between two events: at the end of a run if possible. */
    private static Event between(Event last, Event next) {
        return next.run() > last.run() ? Event.endOf(next.run() - 1) : last;
    }

    private static <T> String version(Version<T> version, Function<T, String> content) {
        return NaiveHistory.version(
                version.fromRun(), version.toRun(), version.isDeleted(), content.apply(version.content()));
    }

    private static Event event(Change change) {
        boolean gone = change.kind() == Change.Kind.DELETED || change.kind() == Change.Kind.ERASED;
        if (change instanceof PatientChange patient) {
            String text = NaiveHistory.event(
                    change.kind(),
                    change.recordType(),
                    change.externalId(),
                    patient.before().map(NaiveHistory::content),
                    patient.after().map(NaiveHistory::content));
            return new Event(change.runNumber(), gone ? 4 : 1, change.id(), text);
        }
        PaymentChange payment = (PaymentChange) change;
        String text = NaiveHistory.event(
                change.kind(),
                change.recordType(),
                change.externalId(),
                payment.before().map(NaiveHistory::content),
                payment.after().map(NaiveHistory::content));
        return new Event(change.runNumber(), gone ? 3 : 2, change.id(), text);
    }

    private Instant time(long run) {
        return runs.entrySet().stream()
                .filter(entry -> entry.getValue() == run)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
