package io.github.patientpayments.examples.service.held;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a later full set replaces a held one, and that the files of what is decided are deleted. */
class HeldReplacementTest extends HeldFixture {

    private static final Upload PATIENTS = upload(RecordType.PATIENT, Optional.empty(), false);

    private PatientPaymentStore store;
    private Consumer<String> called = method -> {};

    @BeforeEach
    void open() throws IOException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        store = PatientPaymentStore.builder(database).build();
        store.migrate();
        store.sync(PATIENTS.input(patients(10)));
        inputs = HeldInputs.open(held(), Duration.ofDays(7), observed(store));
    }

    /** A store whose calls can fail. */
    private PatientPaymentStore observed(PatientPaymentStore real) {
        return (PatientPaymentStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PatientPaymentStore.class}, (proxy, method, arguments) -> {
                    called.accept(method.getName());
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void restart() throws IOException {
        inputs.close();
        inputs = HeldInputs.open(held(), Duration.ofDays(7), observed(store));
    }

    private Path patients(int number) throws IOException {
        return file(IntStream.rangeClosed(1, number)
                .mapToObj("{\"externalId\":\"%d\",\"firstName\":\"F\",\"lastName\":\"L\"}"::formatted));
    }

    private record Refused(SnapshotRefusedException why, Upload upload, Path body) {

        long run() {
            return why.report().number();
        }
    }

    private Refused refused(Upload upload, Path body) {
        try {
            store.sync(upload.input(body));
            throw new AssertionError("It was not refused");
        } catch (SnapshotRefusedException e) {
            return new Refused(e, upload, body);
        }
    }

    /** A set of so few patients that it is refused. */
    private Refused refused(int patients) throws IOException {
        return refused(PATIENTS, patients(patients));
    }

    private Optional<HeldInput> hold(Refused refused) {
        return inputs.hold(refused.why(), refused.upload(), refused.body());
    }

    private SyncReport applied(Upload upload, Path body) {
        SyncReport report = store.sync(upload.input(body));
        inputs.applied(upload, report);
        return report;
    }

    private static Decision.Request request(Decision.Kind kind) {
        return new Decision.Request(kind, new Signature("Ana", "It is right"), 1);
    }

    private HeldFiles files(long run) {
        return new HeldFiles(held(), run);
    }

    private Optional<Decision> decision(long run) {
        return inputs.find(run).orElseThrow().decision();
    }

    private void assertReplaced(long run, long by) {
        Decision decision = decision(run).orElseThrow();
        assertThat(decision.kind()).isEqualTo(Decision.Kind.REPLACED);
        assertThat(decision.run()).hasValue(by);
        assertThat(files(run).body()).doesNotExist();
        assertThat(files(run).isClaimed()).isFalse();
    }

    private void assertWaits(long run) {
        assertThat(decision(run)).isEmpty();
        assertThat(files(run).body()).exists();
        assertThat(files(run).isClaimed()).isFalse();
    }

    @Test
    void whatAKilledServiceHasDecidedIsDeletedAtTheNextLook() throws IOException {
        HeldInput input = hold(refused(2)).orElseThrow();
        Path body = files(input.run()).body();
        String records = Files.readString(body);
        inputs.decide(input.run(), request(Decision.Kind.DISMISSED));
        Files.writeString(body, records);
        files(input.run()).claim(request(Decision.Kind.DISMISSED), Optional.empty());

        restart();

        assertThat(body).doesNotExist();
        assertThat(files(input.run()).isClaimed()).isFalse();
        assertThat(decision(input.run()).orElseThrow().kind()).isEqualTo(Decision.Kind.DISMISSED);
    }

    @Test
    void aFileThatCannotBeDeletedIsDeletedLater() throws IOException {
        HeldInput input = hold(refused(2)).orElseThrow();
        Path body = files(input.run()).body();
        Files.delete(body);
        Path obstacle = Files.createFile(Files.createDirectory(body).resolve("obstacle"));

        inputs.decide(input.run(), request(Decision.Kind.DISMISSED));

        assertThat(decision(input.run())).as("the decision").isPresent();
        assertThat(inputs.all()).hasSize(1);
        Files.delete(obstacle);
        inputs.all();
        assertThat(body).doesNotExist();
    }

    /** The first of two sets still waits, as if its replacement could not be written. */
    private List<HeldInput> two() throws IOException {
        List<HeldInput> two =
                List.of(hold(refused(2)).orElseThrow(), hold(refused(3)).orElseThrow());
        Files.delete(held().resolve("held-" + two.get(0).run() + ".decision"));
        Files.copy(patients(2), files(two.get(0).run()).body());
        return two;
    }

    @Test
    void aDecisionReplacesEarlierSetsAndNotTheOneDecidedOn() throws IOException {
        List<HeldInput> two = two();
        HeldInput later = two.get(1);

        SyncReport report =
                inputs.decide(later.run(), request(Decision.Kind.ALLOWED)).orElseThrow();

        assertReplaced(two.get(0).run(), report.number());
        assertThat(inputs.of(report.number()).map(HeldInput::run)).hasValue(later.run());
    }

    @Test
    void aDecisionThatIsCompletedAfterARestartReplacesEarlierSets() throws IOException {
        List<HeldInput> two = two();
        HeldInput earlier = two.get(0);
        HeldInput input = two.get(1);
        Decision.Request request = request(Decision.Kind.ALLOWED);
        SyncReport report = store.sync(input.upload().input(files(input.run()).body()), request.options(input));
        files(input.run()).claim(request, Optional.of(report.attempt()));
        assertWaits(earlier.run());

        assertThat(inputs.all())
                .as("what the page has")
                .noneMatch(one -> one.decision().isEmpty());

        assertThat(decision(input.run()).orElseThrow().kind()).isEqualTo(Decision.Kind.ALLOWED);
        assertReplaced(earlier.run(), report.number());
    }

    @Test
    void anInputIsHeldThoughTheFileThatItReplacesCannotBeDeleted() throws IOException {
        Path body = files(hold(refused(2)).orElseThrow().run()).body();
        Files.delete(body);
        Files.createFile(Files.createDirectory(body).resolve("obstacle"));
        Refused refused = refused(3);

        assertThat(hold(refused)).isPresent();

        assertWaits(refused.run());
    }

    @Test
    void anInputIsHeldThoughWhatReplacesItCannotBeLookedUp() throws IOException {
        Refused refused = refused(2);
        called = method -> {
            if (method.equals("syncRuns")) {
                throw new StoreBusyException("The store is busy.", null, null);
            }
        };

        assertThat(hold(refused)).isPresent();

        called = method -> {};
        assertWaits(refused.run());
    }

    @Test
    void aSetThatWasReplacedBeforeItCouldBeHeldDoesNotWait() throws IOException {
        Refused refused = refused(2);
        SyncReport later = applied(PATIENTS, patients(9));
        for (int i = 0; i < 100; i++) {
            applied(upload(RecordType.PATIENT, Optional.empty(), true), patients(1));
        }

        assertThat(hold(refused)).as("what is held").isEmpty();

        assertReplaced(refused.run(), later.number());
    }

    @Test
    void aSetIsAlsoReplacedByALaterOneThatIsHeld() throws IOException {
        Refused earlier = refused(2);
        Refused later = refused(3);
        hold(later);

        assertThat(hold(earlier)).as("what is held").isEmpty();

        assertReplaced(earlier.run(), later.run());
        assertWaits(later.run());
    }

    @Test
    void onlyALaterFullSetOfTheSameScopeReplacesOne() throws IOException {
        Refused patients = refused(2);
        applied(upload(RecordType.PATIENT, Optional.empty(), true), patients(1));
        applied(upload(RecordType.PAYMENT, Optional.of(LocalDate.parse("2025-01-01")), false), file(Stream.of()));
        Refused another = refused(upload(RecordType.PATIENT, Optional.empty(), true), file(gone()));
        hold(another);

        assertThat(hold(patients)).isPresent();

        assertWaits(patients.run());
        assertWaits(another.run());
    }

    @Test
    void aSetOfAnotherScopeDoesNotReplaceOne() throws IOException {
        Upload all = upload(RecordType.PAYMENT, Optional.empty(), false);
        store.sync(all.input(payments(10)));
        Refused refused = refused(all, payments(2));
        applied(upload(RecordType.PAYMENT, Optional.of(LocalDate.parse("2025-01-01")), false), payments(10));
        applied(PATIENTS, patients(10));

        assertThat(hold(refused)).isPresent();

        assertWaits(refused.run());
    }

    private Path payments(int number) throws IOException {
        return file(IntStream.rangeClosed(1, number)
                .mapToObj(
                        "{\"externalId\":\"%d\",\"patientId\":\"1\",\"amount\":1.00,\"paidOn\":\"2025-02-03\"}"
                                ::formatted));
    }

    @Test
    void theRunsOfAnotherDatabaseReplaceNothing() throws IOException {
        HeldInput input = hold(refused(2)).orElseThrow();
        inputs.close();
        open();
        for (int patients = 8; patients <= 10; patients++) {
            store.sync(PATIENTS.input(patients(patients)));
        }
        files(input.run()).claim(request(Decision.Kind.ALLOWED), Optional.of(UUID.randomUUID()));

        assertWaits(input.run());
    }

    @Test
    void anInputOfAnotherDatabaseReplacesNothing() throws IOException {
        applied(PATIENTS, patients(9));
        HeldInput input = hold(refused(2)).orElseThrow();
        inputs.decide(input.run(), request(Decision.Kind.DISMISSED));
        inputs.close();
        open();
        Refused refused = refused(2);
        assertThat(refused.run()).isLessThan(input.run());

        assertThat(hold(refused)).isPresent();

        assertWaits(refused.run());
    }

    private static Stream<String> gone() {
        return IntStream.rangeClosed(1, 9).mapToObj("{\"externalId\":\"%d\",\"deleted\":true}"::formatted);
    }

    @Test
    void aDecisionThatComesTooLateLeavesNothingThatWaits() throws IOException {
        HeldInput input = hold(refused(2)).orElseThrow();
        long[] later = new long[1];
        called = method -> {
            if (method.equals("sync")) {
                later[0] = appliedUnchecked();
                assertWaitsClaimed(input.run());
            }
        };

        assertThatThrownBy(() -> inputs.decide(input.run(), request(Decision.Kind.ALLOWED)))
                .isInstanceOfSatisfying(
                        SnapshotRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.BASE_MOVED));

        assertReplaced(input.run(), later[0]);
    }

    private long appliedUnchecked() {
        try {
            return applied(PATIENTS, patients(9)).number();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertWaitsClaimed(long run) {
        assertThat(decision(run)).isEmpty();
        assertThat(files(run).isClaimed()).isTrue();
    }

    @Test
    void ifTheDatabaseFailsTheNextLookFindsOutWhetherAnInputWasReplaced() throws IOException {
        HeldInput input = hold(refused(2)).orElseThrow();
        long[] later = new long[1];
        called = method -> {
            if (List.of("sync", "syncRuns").contains(method)) {
                later[0] = later[0] == 0 ? appliedUnchecked() : later[0];
                throw new StoreBusyException("The store is busy.", null, null);
            }
        };

        assertThatThrownBy(() -> inputs.decide(input.run(), request(Decision.Kind.ALLOWED)))
                .isInstanceOf(StoreBusyException.class);

        called = method -> {};
        assertReplaced(input.run(), later[0]);
    }

    @Test
    void aDecisionThatWasNotCarriedOutIsOpenAgainUnlessTheInputWasReplaced() throws IOException {
        HeldInput open = hold(refused(upload(RecordType.PATIENT, Optional.empty(), true), file(gone())))
                .orElseThrow();
        HeldInput replaced = hold(refused(2)).orElseThrow();
        for (HeldInput input : List.of(open, replaced)) {
            files(input.run()).claim(request(Decision.Kind.ALLOWED), Optional.of(UUID.randomUUID()));
        }
        SyncReport later = applied(PATIENTS, patients(9));

        restart();

        assertWaits(open.run());
        assertReplaced(replaced.run(), later.number());
    }
}
