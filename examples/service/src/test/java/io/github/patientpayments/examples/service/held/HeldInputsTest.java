package io.github.patientpayments.examples.service.held;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of refused uploads. */
class HeldInputsTest extends HeldFixture {

    private static final Duration WEEK = Duration.ofDays(7);

    private PatientPaymentStore store;
    private SyncListener listener = new SyncListener() {};

    @BeforeEach
    void open() throws IOException {
        open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        store.sync(upload(false).input(patients(10)));
    }

    private void open(String url) throws IOException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        SyncListener heard = new SyncListener() {
            @Override
            public void finished(SyncReport report) {
                listener.finished(report);
            }
        };
        store = PatientPaymentStore.builder(database)
                .listener(heard)
                .erasureKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII))
                .build();
        store.migrate();
        inputs = HeldInputs.open(held(), WEEK, store);
        reopened = () -> HeldInputs.open(held(), WEEK, store);
    }

    private interface Opening {
        HeldInputs open() throws IOException;
    }

    private Opening reopened;

    private void restart() throws IOException {
        inputs.close();
        inputs = reopened.open();
    }

    private static Upload upload(boolean delta) {
        return upload(RecordType.PATIENT, Optional.empty(), delta);
    }

    /** A file of patients with the ids 1 to that number, of whom the first has another name. */
    private Path patients(int number) throws IOException {
        return file(IntStream.rangeClosed(1, number)
                .mapToObj(id -> "{\"externalId\":\"%d\",\"firstName\":\"F\",\"lastName\":\"%s\"}"
                        .formatted(id, id == 1 ? "Of " + number : "L")));
    }

    /** The input that takes all patients but some. */
    private HeldInput refused(int left) throws IOException {
        return refused(upload(false), patients(left)).orElseThrow();
    }

    private Optional<HeldInput> refused(Upload upload, Path body) {
        try {
            store.sync(upload.input(body), upload.options());
            throw new AssertionError("It was not refused");
        } catch (SnapshotRefusedException e) {
            return inputs.hold(e, upload, body);
        }
    }

    private static Decision.Request request(Decision.Kind kind, long base) {
        return new Decision.Request(kind, new Signature(" Ana ", "The clinic\nin the north has closed"), base);
    }

    private long live() {
        return store.totals(PatientFilter.all()).patients();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(held())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aRefusedUploadWaitsWithItsFiguresAndItsFile() throws IOException {
        HeldInput input = refused(2);

        assertThat(inputs.all()).containsExactly(input);
        assertThat(input.run()).isEqualTo(2);
        assertThat(input.base()).isEqualTo(1);
        assertThat(input.expires()).isEqualTo(input.at().plus(WEEK));
        assertThat(input.reasons()).containsExactly(Reason.DELETIONS);
        assertThat(input.refusals().get(0).message()).contains("8 of 10 live patients would be deleted");
        assertThat(input.upload()).isEqualTo(upload(false));
        assertThat(input.decision()).isEmpty();
        assertThat(files()).containsExactly("held-2.body", "held-2.properties", "held.lock");
    }

    @Test
    void onlyTheOwnerCanReadWhatIsKept() throws IOException {
        HeldInput input = refused(2);
        inputs.decide(input.run(), request(Decision.Kind.DISMISSED, 1));
        refused(3);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(held())))
                .isEqualTo("rwx------");
        for (String file : files()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(held().resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void allowedOnceItIsAppliedAsItWasSent() throws IOException {
        HeldInput input = refused(2);

        SyncReport report = inputs.decide(input.run(), request(Decision.Kind.ALLOWED, input.base()))
                .orElseThrow();

        assertThat(report.status()).isEqualTo(SyncRun.Status.APPLIED);
        assertThat(live()).isEqualTo(2);
        Decision decision = inputs.find(input.run()).orElseThrow().decision().orElseThrow();
        assertThat(decision.kind()).isEqualTo(Decision.Kind.ALLOWED);
        assertThat(decision.by()).isEqualTo("Ana");
        assertThat(decision.why()).isEqualTo("The clinic in the north has closed");
        assertThat(decision.run()).hasValue(report.number());
        assertThat(inputs.of(report.number()).flatMap(HeldInput::decision)).hasValue(decision);
        assertThat(inputs.of(input.run()).flatMap(HeldInput::decision)).hasValue(decision);
        assertThat(store.syncRun(report.number()).flatMap(SyncRun::note))
                .hasValue("Allowed once by Ana: The clinic in the north has closed");
        assertThat(inputs.of(1)).isEmpty();
        assertThat(files()).containsExactly("held-2.decision", "held-2.properties", "held.lock");
        assertThatThrownBy(() -> store.sync(upload(false).input(patients(0))))
                .isInstanceOf(SnapshotRefusedException.class);
    }

    @Test
    void withoutItsDeletionsTheRestIsApplied() throws IOException {
        HeldInput input = refused(2);

        SyncReport report = inputs.decide(input.run(), request(Decision.Kind.WITHOUT_DELETIONS, input.base()))
                .orElseThrow();

        assertThat(report.patients().withheld()).isEqualTo(8);
        assertThat(report.note()).hasValue("Taken without deletions by Ana: The clinic in the north has closed");
        assertThat(live()).isEqualTo(10);
        assertThat(store.patient("1").orElseThrow().lastName()).isEqualTo("Of 2");
    }

    @Test
    void dismissedItIsGone() throws IOException {
        HeldInput input = refused(2);

        assertThat(inputs.decide(input.run(), request(Decision.Kind.DISMISSED, input.base())))
                .isEmpty();

        SyncRun last = store.syncRuns(1).get(0);
        assertThat(last.number()).isEqualTo(2);
        assertThat(last.note()).hasValue("Dismissed by Ana: The clinic in the north has closed");
        assertThat(files()).containsExactly("held-2.decision", "held-2.properties", "held.lock");
        assertThatThrownBy(() -> inputs.decide(input.run(), request(Decision.Kind.ALLOWED, input.base())))
                .isInstanceOf(HeldException.class)
                .hasMessage("Already decided by Ana.");
        assertThatThrownBy(() -> inputs.preview(input.run(), false, 0)).isInstanceOf(HeldException.class);
    }

    @Test
    void onAnotherBaseThanTheOneSeenNothingIsApplied() throws IOException {
        HeldInput input = refused(2);
        store.sync(upload(true).input(patients(1)));

        assertThatThrownBy(() -> inputs.decide(input.run(), request(Decision.Kind.ALLOWED, input.base())))
                .isInstanceOfSatisfying(
                        SnapshotRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.BASE_MOVED));

        assertThat(live()).isEqualTo(10);
        Preview preview = inputs.preview(input.run(), false, 10);
        assertThat(preview.refusals()).isEmpty();
        assertThat(preview.report().patients().deleted()).isEqualTo(8);
        inputs.decide(input.run(), request(Decision.Kind.ALLOWED, preview.baseRun()));
        assertThat(live()).isEqualTo(2);
    }

    @Test
    void theSecondWhoDecidesLearnsWhoWasFirst() throws IOException {
        HeldInput input = refused(2);
        CountDownLatch syncing = new CountDownLatch(1);
        CountDownLatch tried = new CountDownLatch(1);
        listener = new SyncListener() {
            @Override
            public void finished(SyncReport report) {
                syncing.countDown();
                await(tried);
            }
        };
        CompletableFuture<Optional<SyncReport>> first = CompletableFuture.supplyAsync(
                () -> inputs.decide(input.run(), request(Decision.Kind.ALLOWED, input.base())));
        await(syncing);

        assertThatThrownBy(() -> inputs.decide(
                        input.run(),
                        new Decision.Request(Decision.Kind.DISMISSED, new Signature("Bo", "no"), input.base())))
                .isInstanceOf(HeldException.class)
                .hasMessage("Ana is deciding on it at this moment.");
        tried.countDown();

        assertThat(first.join()).isPresent();
        assertThat(live()).isEqualTo(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRestartKeepsWhatWaitsUntilItExpires() throws IOException {
        HeldInput input = refused(2);

        restart();

        assertThat(inputs.all()).containsExactly(input);
        Path description = held().resolve("held-2.properties");
        String old = Instant.now().minus(WEEK).toString();
        Files.writeString(
                description,
                Files.readString(description).replaceAll("(?m)^at=.*$", "at=" + old.replace(":", "\\\\:")));
        restart();
        assertThat(inputs.all().get(0).decision().orElseThrow().kind()).isEqualTo(Decision.Kind.EXPIRED);
        assertThat(files()).containsExactly("held-2.decision", "held-2.properties", "held.lock");
    }

    @Test
    void aDecisionThatWasCommittedBeforeTheServiceWasKilledStands() throws IOException {
        HeldInput input = refused(2);
        Upload upload = input.upload();
        Decision.Request request = request(Decision.Kind.ALLOWED, input.base());
        HeldFiles files = new HeldFiles(held(), input.run());
        SyncReport report = store.sync(upload.input(files.body()), request.options(input));
        files.claim(request, Optional.of(report.attempt()));

        restart();

        Decision decision = inputs.find(input.run()).orElseThrow().decision().orElseThrow();
        assertThat(decision.run()).hasValue(report.number());
        assertThat(decision.by()).isEqualTo("Ana");
        assertThat(files.body()).doesNotExist();
    }

    @Test
    void aDecisionThatWasNotCommittedIsOpenAgain() throws IOException {
        HeldInput input = refused(2);
        new HeldFiles(held(), input.run())
                .claim(request(Decision.Kind.ALLOWED, input.base()), Optional.of(UUID.randomUUID()));

        restart();

        assertThat(inputs.all()).containsExactly(input);
        inputs.decide(input.run(), request(Decision.Kind.ALLOWED, input.base()));
        assertThat(live()).isEqualTo(2);
    }

    @Test
    void theAttemptIsNotedBeforeItCanCommit() throws IOException {
        HeldInput input = refused(2);
        StringBuilder claim = new StringBuilder();
        listener = new SyncListener() {
            @Override
            public void finished(SyncReport report) {
                try {
                    claim.append(new HeldFiles(held(), input.run()).claimedAttempt());
                } catch (IOException e) {
                    claim.append(e);
                }
            }
        };

        SyncReport report = inputs.decide(input.run(), request(Decision.Kind.ALLOWED, input.base()))
                .orElseThrow();

        assertThat(claim).hasToString(Optional.of(report.attempt()).toString());
    }

    @Test
    void aLaterFullSetReplacesAnEarlierOne() throws IOException {
        HeldInput earlier = refused(2);
        HeldInput later = refused(3);

        Decision decision = inputs.find(earlier.run()).orElseThrow().decision().orElseThrow();
        assertThat(decision.kind()).isEqualTo(Decision.Kind.REPLACED);
        assertThat(decision.run()).hasValue(later.run());
        assertThat(inputs.find(later.run()).orElseThrow().decision()).isEmpty();
    }

    /** A delta that is refused, each time in a file of its own. */
    private Optional<HeldInput> refusedDelta() throws IOException {
        Stream<String> gone =
                IntStream.rangeClosed(1, 9).mapToObj(id -> "{\"externalId\":\"%d\",\"deleted\":true}".formatted(id));
        return refused(upload(true), file(gone));
    }

    private List<HeldInput> waiting() {
        return inputs.all().stream().filter(input -> input.decision().isEmpty()).toList();
    }

    @Test
    void twentyInputsWaitAndNoneOfThemMakesRoomForAnother() throws IOException {
        HeldInput full = refused(2);
        for (int i = 0; i < 19; i++) {
            assertThat(refusedDelta()).isPresent();
        }

        assertThat(refusedDelta()).as("the 21st").isEmpty();

        assertThat(waiting()).hasSize(20).contains(full);
        HeldInput later = refused(3);
        assertThat(waiting()).as("the same full set").hasSize(20).contains(later);
        assertThat(files()).contains("held-23.body").doesNotContain("held-2.body");
    }

    private void rewrite(Path file, String name, Instant at) throws IOException {
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceAll(
                                "(?m)^" + name + "=.*$",
                                name + "=" + at.toString().replace(":", "\\\\:")));
    }

    @Test
    void whatTheServiceDecidedIsForgottenAfterAWeekAndWhatAPersonDecidedIsNot() throws IOException {
        HeldInput dismissed = refused(2);
        inputs.decide(dismissed.run(), request(Decision.Kind.DISMISSED, 1));
        HeldInput replaced = refused(2);
        HeldInput last = refused(3);
        Instant old = Instant.now().minus(WEEK).minusSeconds(60);
        for (HeldInput input : List.of(dismissed, replaced)) {
            rewrite(held().resolve("held-" + input.run() + ".decision"), "at", old);
        }

        assertThat(inputs.all().stream().map(HeldInput::run)).containsExactly(last.run(), dismissed.run());
        assertThat(inputs.find(replaced.run())).isEmpty();
        assertThat(files()).noneMatch(file -> file.startsWith("held-" + replaced.run() + "."));
    }

    @Test
    void aBodyExpiresEvenIfItsDescriptionIsDamaged() throws IOException {
        refused(2);
        Path body = held().resolve("held-2.body");
        Files.writeString(held().resolve("held-2.properties"), "at=never");
        assertThat(inputs.all()).isEmpty();
        assertThat(body).as("a week has not passed").exists();

        Files.setLastModifiedTime(body, FileTime.from(Instant.now().minus(WEEK).minusSeconds(60)));

        assertThat(inputs.all()).isEmpty();
        assertThat(files()).containsExactly("held.lock");
    }

    @Test
    void theServiceStartsWithoutItsDatabaseAndLooksLater() throws IOException {
        HeldInput input = refused(2);
        HeldFiles files = new HeldFiles(held(), input.run());
        Decision.Request request = request(Decision.Kind.ALLOWED, input.base());
        SyncReport report = store.sync(upload(false).input(files.body()), request.options(input));
        files.claim(request, Optional.of(report.attempt()));
        inputs.close();
        JdbcDataSource missing = new JdbcDataSource();
        missing.setURL("jdbc:h2:mem:missing;IFEXISTS=TRUE");
        PatientPaymentStore down = PatientPaymentStore.builder(missing).build();

        inputs = HeldInputs.open(held(), WEEK, down);

        assertThat(inputs.all()).containsExactly(input);
        assertThatThrownBy(() -> inputs.decide(input.run(), request)).isInstanceOf(StoreException.class);
        restart();
        assertThat(inputs.all().get(0).decision().orElseThrow().run()).hasValue(report.number());
    }

    @Test
    void whatNobodyCanDecideIsNotKept() throws IOException {
        Path wrong = file(Stream.of("{\"externalId\":\"1\"}"));

        assertThat(refused(upload(false), wrong)).isEmpty();

        assertThat(wrong).exists();
        assertThat(inputs.all()).isEmpty();
    }

    @Test
    void anUploadIsSyncedLaterAsItWouldHaveBeen() throws IOException {
        Mapping mapping = Mapping.parse("""
                {"payments": {"fields": {"externalId": "nr", "patientId": "of", "amount": "paid"}}}
                """);
        Upload sent = new Upload(
                RecordType.PAYMENT,
                false,
                true,
                Optional.of(Charset.forName("windows-1252")),
                Optional.of(mapping),
                Optional.of(0L),
                Optional.of(new BigDecimal("0.00")),
                Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                Optional.of(LocalDate.parse("2025-01-01")),
                true,
                Set.of(Reason.CHANGES),
                true);
        HeldInput input = new HeldInput(
                9, UUID.randomUUID(), Instant.EPOCH, Instant.EPOCH.plus(WEEK), 8, List.of(), sent, Optional.empty());

        new HeldFiles(held(), 9).describe(input);

        assertThat(new HeldFiles(held(), 9).read(WEEK)).isEqualTo(input);
    }

    @Test
    void aFailureLeavesItHeld() throws IOException {
        HeldInput input = refused(2);
        Files.writeString(held().resolve("held-2.body"), "[{");

        assertThatThrownBy(() -> inputs.decide(input.run(), request(Decision.Kind.ALLOWED, input.base())))
                .isInstanceOf(StoreException.class);

        assertThat(inputs.all()).containsExactly(input);
    }

    @Test
    void aFolderIsOfOneServiceAndAnInputOfOneDatabase() throws IOException {
        HeldInput input = refused(2);
        assertThatThrownBy(() -> reopened.open())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("give each its own with --held-folder");

        inputs.close();
        open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");

        assertThatThrownBy(() -> inputs.decide(input.run(), request(Decision.Kind.ALLOWED, 0)))
                .isInstanceOf(HeldException.class)
                .hasMessageContaining("another database");
    }

    @Test
    void aPatientWhoWasErasedMeanwhileIsLeftOut() throws IOException {
        HeldInput input = refused(2);
        store.erase("2");

        SyncReport report = inputs.decide(input.run(), request(Decision.Kind.ALLOWED, inputs.base()))
                .orElseThrow();

        assertThat(report.patients().suppressed()).isEqualTo(1);
        assertThat(store.patient("2")).isEmpty();
        assertThat(live()).isEqualTo(1);
    }

    @Test
    void aDecisionHasANameAndAReason() {
        assertThatThrownBy(() -> new Signature(" ", "why")).hasMessage("Your name must have 1 to 60 characters.");
        assertThatThrownBy(() -> new Signature("Ana", "x".repeat(301)))
                .hasMessage("The reason must have 1 to 300 characters.");
        assertThat(new Signature("\u202eAna\u202c", "no\u2067\nloss").note("Undone"))
                .isEqualTo("Undone by Ana: no loss");
        assertThatThrownBy(() -> new Signature("\u202e", "why")).isInstanceOf(IllegalArgumentException.class);
    }
}
