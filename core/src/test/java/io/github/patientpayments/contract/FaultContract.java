package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.util.Throwables.getStackTrace;

import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.fixture.FaultyConnection;
import io.github.patientpayments.fixture.FaultyConnection.Fault;
import io.github.patientpayments.fixture.FaultyConnection.Kind;
import io.github.patientpayments.fixture.JsonFiles;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A call to the driver fails: before it arrives, after its effect, or since the session has ended; it alone, or with
 * all later ones. Then the store is wholly what it was or wholly what it was to be, as the exception says; the
 * connection is given back as it was lent, or aborted; and the next sync succeeds. {@code -Dstore.test.faults=10000}
 * tries each call of each scenario in all ways, and 5,000 pairs of faults; {@code -Dstore.test.seed} repeats a choice.
 */
@Tag("exhaustive")
class FaultContract extends ContractTest {

    private static final int FAULTS = Integer.getInteger("store.test.faults", 4);

    /** In an order in which rows can be inserted. */
    private static final List<String> TABLES = List.of(
            "store_state",
            "patients",
            "payments",
            "patient_totals",
            "patient_versions",
            "payment_versions",
            "sync_runs",
            "sync_run_counts",
            "rejections",
            "erasures",
            "erasure_keys",
            "erased_records",
            "rewritten_payments",
            "erased_totals");

    private static final Set<Scenario> READERS =
            EnumSet.of(Scenario.PREVIEW, Scenario.QUERIES, Scenario.HISTORY, Scenario.INTEGRITY);

    private static final Set<Scenario> OF_AN_EMPTY_STORE =
            EnumSet.of(Scenario.FIRST_LOAD, Scenario.FIRST_FILE, Scenario.FIRST_FILE_WITH_REPEATED_ID);

    private static final Snapshot FOLLOWING = snapshot(people(1, 9), money(1, 13, 3));

    private final long seed = Long.getLong("store.test.seed", System.nanoTime());

    /** What a host calls, on a store that is empty or has three runs. */
    @SuppressWarnings("ImmutableEnumChecker") // a lambda without a state
    enum Scenario {
        FIRST_LOAD(store -> store.sync(snapshot(people(1, 8), money(1, 12, 0)))),
        FIRST_FILE(store -> store.sync(inFiles(people(1, 8), money(1, 12, 0)))),
        FIRST_FILE_WITH_REPEATED_ID(store -> store.sync(inFiles(
                people(1, 8),
                Stream.concat(money(1, 12, 0).stream(), money(3, 3, 1).stream()).toList()))),
        UNCHANGED(store -> store.sync(second())),
        NIGHT(store -> store.sync(night())),
        NIGHT_FROM_STREAMS(store -> store.sync(Snapshot.builder()
                .patients(Source.once(people(2, 9).stream()))
                .payments(Source.once(money(2, 14, 1).stream()))
                .build())),
        NIGHT_IN_FULL(store -> store.sync(night(), SyncOptions.defaults().compareInFull())),
        DELTA(store -> store.sync(Delta.builder()
                .patients(Source.of(List.of(
                        patient("1", "New", "Name"), PatientData.deletion("2"), patient("9"), invalidPatient("3"))))
                .payments(Source.of(List.of(payment("p1", "9", "7"), PaymentData.deletion("p3"))))
                .build())),
        REFUSED(store -> store.sync(snapshot(List.of(), List.of()))),
        WITHHELD(store -> store.sync(
                snapshot(people(5, 9), money(5, 13, 1)), SyncOptions.defaults().withholdDeletions())),
        ERASE(store -> store.erase("4")),
        UNSUPPRESS(store -> store.unsuppress("7")),
        PURGE(store -> store.purge(START)),
        REVERT(store -> store.revertTo(1)),
        PREVIEW(store -> store.preview(night(), 100)),
        QUERIES(store -> {
            store.patients(PatientFilter.all(), PageRequest.by(PatientSort.NAME).counted());
            store.payments(PaymentFilter.ofPatient("1"), PageRequest.by(PaymentSort.ID));
            store.totals(PatientFilter.all());
        }),
        HISTORY(store -> {
            store.history().changes(store.history().beginning(), 10);
            store.history().asOfRun(1).patient("1");
        }),
        INTEGRITY(PatientPaymentStore::verifyIntegrity);

        private final Consumer<PatientPaymentStore> call;

        Scenario(Consumer<PatientPaymentStore> call) {
            this.call = call;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFaultLeavesAllOrNothing(Scenario scenario) throws SQLException {
        fill(scenario);
        database.execute(copies().toArray(String[]::new));
        try (FaultyConnection host = new FaultyConnection(database, isolation)) {
            Map<String, List<String>> old = tables();
            host.begin(true, List.of());
            Throwable refused = catchThrowable(() -> scenario.call.accept(over(host)));
            assertThat(refused instanceof SnapshotRefusedException).isEqualTo(scenario == Scenario.REFUSED);
            Map<String, List<String>> after = tables();
            assertThat(after.equals(old)).isEqualTo(READERS.contains(scenario));
            Expected expected = new Expected(old, after, followed(), followed());
            Random random = new Random(seed + scenario.name().hashCode());
            List<String> calls = host.calls();
            List<List<Fault>> trials = trials(calls, random);
            for (List<Fault> faults : trials) {
                host.begin(random.nextBoolean(), faults);
                Throwable thrown = catchThrowable(() -> scenario.call.accept(over(host)));
                String what = "seed " + seed + ", " + scenario + ", " + faults + " of " + calls.size() + " calls";
                check(host, thrown, expected, what);
                restore();
            }
            System.out.println(
                    database + " " + scenario + ": " + trials.size() + " trials at " + calls.size() + " calls");
        } finally {
            database.dropSchema(schema + "_copy");
        }
    }

    private void check(FaultyConnection host, @Nullable Throwable thrown, Expected expected, String what)
            throws SQLException {
        List<List<String>> connection = host.lentAndGivenBack();
        assertThat(connection.get(1)).as(what).isEqualTo(connection.get(0));
        Map<String, List<String>> now = tables();
        boolean happened = now.equals(expected.after);
        if (!happened || thrown == null) {
            assertThat(now).as(what).isEqualTo(thrown == null ? expected.after : expected.old);
        }
        if (thrown instanceof OutcomeUnknownException unknown) {
            assertThat(store.syncRun(unknown.attempt()).isPresent()).as(what).isEqualTo(happened);
        } else if (thrown != null && !(thrown instanceof SnapshotRefusedException)) {
            assertThat(now).as(what).isEqualTo(expected.old);
        }
        if (thrown != null) {
            assertThat(thrown).as(what).isInstanceOf(StoreException.class);
            assertThat(getStackTrace(thrown)).as(what).doesNotContain("secret");
        }
        store.sync(FOLLOWING);
        assertThat(tables()).as(what).isEqualTo(happened ? expected.followedAfter : expected.followedOld);
    }

    /** Single faults in random order, each at most once, one of them at a commit; and half as many pairs. */
    private static List<List<Fault>> trials(List<String> calls, Random random) {
        List<Fault> single = new ArrayList<>();
        for (int i = 1; i <= calls.size(); i++) {
            for (boolean lasting : new boolean[] {false, true}) {
                for (Kind kind : Kind.values()) {
                    single.add(new Fault(i, kind, FaultyConnection.LOST, lasting));
                }
            }
            if (FaultyConnection.executes(calls.get(i - 1))) {
                single.add(new Fault(i, Kind.BEFORE, "40001", false));
                single.add(new Fault(i, Kind.BEFORE, "XX000", false));
            }
        }
        Collections.shuffle(single, random);
        single.stream()
                .filter(fault -> calls.get(fault.call() - 1).equals("Connection.commit"))
                .findFirst()
                .ifPresent(fault -> Collections.swap(single, 0, single.indexOf(fault)));
        Stream<List<Fault>> pairs = Stream.generate(() -> single.get(random.nextInt(single.size())))
                .map(first -> List.of(first, next(first, random)));
        return Stream.concat(single.stream().limit(FAULTS).map(List::of), pairs.limit((FAULTS + 1) / 2))
                .toList();
    }

    /** Most likely a call of the clean-up. */
    private static Fault next(Fault first, Random random) {
        return new Fault(first.call() + 1 + random.nextInt(4), Kind.BEFORE, FaultyConnection.LOST, false);
    }

    /** The state after the next sync, from which the store returns to the one before the scenario. */
    private Map<String, List<String>> followed() {
        assertThat(store.verifyIntegrity().counts()).isEmpty();
        store.sync(FOLLOWING);
        assertThat(store.verifyIntegrity().counts()).isEmpty();
        Map<String, List<String>> followed = tables();
        restore();
        return followed;
    }

    private void fill(Scenario scenario) {
        store = options(PatientPaymentStore.builder(pool)).guard(UNGUARDED).build();
        if (!OF_AN_EMPTY_STORE.contains(scenario)) {
            store.sync(snapshot(people(1, 8), money(1, 12, 0)));
            store.sync(second());
            store.erase("7");
        }
    }

    private PatientPaymentStore over(FaultyConnection host) {
        return options(PatientPaymentStore.builder(host.dataSource())).build();
    }

    private PatientPaymentStore.Builder options(PatientPaymentStore.Builder builder) {
        return builder.schema(schema)
                .clock(Clock.fixed(START, ZoneOffset.UTC))
                .erasureKey(ErasureContract.KEY)
                .keepErasedTotals();
    }

    /** All rows, without what differs from attempt to attempt. */
    private Map<String, List<String>> tables() {
        Map<String, List<String>> tables = everything();
        tables.keySet().removeIf(name -> name.equalsIgnoreCase("sync_runs"));
        tables.put(
                "sync_runs",
                rows("SELECT run, kind, status, refused_for, reverted_to, run_time, exported_at FROM " + schema
                        + ".sync_runs"));
        return tables;
    }

    private List<String> copies() {
        return Stream.concat(
                        Stream.of("CREATE SCHEMA " + schema + "_copy"),
                        TABLES.stream()
                                .map(table -> "CREATE TABLE " + schema + "_copy." + table + " AS SELECT * FROM "
                                        + schema + "." + table))
                .toList();
    }

    private void restore() {
        List<String> statements = new ArrayList<>();
        for (String table : TABLES) {
            statements.add(0, "DELETE FROM " + schema + "." + table);
            statements.add("INSERT INTO " + schema + "." + table + " SELECT * FROM " + schema + "_copy." + table);
        }
        database.execute(String.join("; ", statements));
    }

    private static Snapshot second() {
        List<PatientData> people = people(1, 7);
        people.set(1, patient("2", "Renamed", "Name"));
        return snapshot(people, money(1, 11, 1));
    }

    private static Snapshot night() {
        List<PatientData> people = people(2, 9);
        people.set(0, patient("2", "Again", "Name"));
        people.set(1, invalidPatient("3"));
        return snapshot(people, money(2, 14, 2));
    }

    private static Snapshot snapshot(List<PatientData> patients, List<PaymentData> payments) {
        return Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build();
    }

    /** Records that are written while they are read. */
    private static Snapshot inFiles(List<PatientData> patients, List<PaymentData> payments) {
        try {
            Path folder = Files.createTempDirectory("first-load");
            Snapshot files = JsonFiles.large(folder, patients, payments);
            folder.toFile().deleteOnExit();
            List.of("patients.json", "payments.json")
                    .forEach(name -> folder.resolve(name).toFile().deleteOnExit());
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<PatientData> people(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> patient(Integer.toString(i)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Some payments have another amount, and another patient, in another version. */
    private static List<PaymentData> money(int from, int to, int version) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i ->
                        payment("p" + i, Integer.toString(1 + (i + version / 2) % 7), i % 5 == version ? "9" : "1"))
                .toList();
    }

    private record Expected(
            Map<String, List<String>> old,
            Map<String, List<String>> after,
            Map<String, List<String>> followedAfter,
            Map<String, List<String>> followedOld) {}
}
