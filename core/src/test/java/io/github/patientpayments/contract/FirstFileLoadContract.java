package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.fixture.Gzip;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.JsonFiles;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Guard.Limit;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncRun.Status;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first snapshot of a store, in files. The records of large files are written while they are read, without a stage.
 * The result is that of typed records, which are staged.
 */
@Tag("exhaustive")
class FirstFileLoadContract extends ContractTest {

    private static final int PATIENTS = 60;
    private static final int PAYMENTS = 10_000;

    private static final Duration DEADLINE = Duration.ofSeconds(4);

    @TempDir
    Path folder;

    private final List<PatientData> patients = new ArrayList<>();
    private final List<PaymentData> payments = new ArrayList<>();

    /** What is done to valid payments. */
    static Stream<Arguments> cases() {
        return Stream.of(
                payments("all valid", records -> {}),
                payments("some invalid", records -> replace(records, 3, FirstFileLoadContract::invalid)),
                payments("some of unknown patients", records -> replace(records, 4, old -> of(old, "nobody"))),
                payments("some of a rejected patient", records -> replace(records, 5, old -> of(old, "bad"))),
                payments("some invalid and of unknown patients", records -> {
                    replace(records, 3, old -> of(old, "nobody"));
                    replace(records, 6, FirstFileLoadContract::invalid);
                    replace(records, 7, old -> of(old, "bad"));
                }),
                payments("nothing but refunds", records -> replace(records, 1, FirstFileLoadContract::refund)),
                payments("all of unknown patients", records -> replace(records, 1, old -> of(old, "nobody"))),
                payments("ids that are rejected and valid", records -> {
                    records.add(0, payment("p5", "bad", "1"));
                    records.add(invalidPayment("p6", "1"));
                    records.add(payment("p7", "nobody", "1"));
                    records.add(invalidPayment("p7", "nobody"));
                    records.add(PaymentData.builder().build());
                }),
                payments("one twice", records -> records.add(records.get(17))),
                payments("two with one id", records -> records.add(payment("p17", "3", "12345.67"))));
    }

    private static Arguments payments(String name, Consumer<List<PaymentData>> change) {
        return Arguments.of(Named.of(name, change));
    }

    private static void replace(List<PaymentData> records, int everyNth, UnaryOperator<PaymentData> replacement) {
        for (int i = 0; i < records.size(); i += everyNth) {
            records.set(i, replacement.apply(records.get(i)));
        }
    }

    private static PaymentData invalid(PaymentData old) {
        return invalidPayment(
                old.externalId().orElseThrow(), old.patientExternalId().orElseThrow());
    }

    private static PaymentData refund(PaymentData old) {
        return payment(
                old.externalId().orElseThrow(),
                old.patientExternalId().orElseThrow(),
                old.amount().orElseThrow().abs().negate().toString());
    }

    private static PaymentData of(PaymentData old, String patient) {
        return payment(old.externalId().orElseThrow(), patient, "7");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aFileIsLoadedLikeTypedRecords(Consumer<List<PaymentData>> change) throws IOException {
        fill();
        change.accept(payments);

        assertSame(builder -> builder);
    }

    /** What is done to the patients of those payments. */
    static Stream<Arguments> casesOfPatients() {
        return Stream.of(
                patients(
                        "some invalid",
                        records -> records.replaceAll(old -> numberOf(old) % 7 == 1
                                ? invalidPatient(old.externalId().orElseThrow())
                                : old)),
                patients("ids that are invalid and valid", records -> {
                    records.add(0, invalidPatient("5"));
                    records.add(invalidPatient("6"));
                    records.add(PatientData.builder().build());
                }),
                patients(
                        "with and without names and dates",
                        records -> records.replaceAll(old -> numberOf(old) % 2 == 1
                                ? PatientData.builder()
                                        .externalId(old.externalId().orElseThrow())
                                        .firstName(" Zo\u00eb ")
                                        .lastName("O'Neil")
                                        .middleName("\ud83d\ude00")
                                        .dateOfBirth(LocalDate.of(1999, 12, 31))
                                        .build()
                                : old)),
                patients("without payments", records -> records.add(patient("no payments"))),
                patients("one twice", records -> records.add(records.get(17))),
                patients(
                        "two with one id",
                        records -> records.add(PatientData.builder()
                                .externalId("17")
                                .firstName("An")
                                .lastName("Other")
                                .build())));
    }

    private static Arguments patients(String name, Consumer<List<PatientData>> change) {
        return Arguments.of(Named.of(name, change));
    }

    private static int numberOf(PatientData patient) {
        return patient.externalId()
                .map(id -> id.equals("bad") ? 0 : Integer.parseInt(id))
                .orElse(0);
    }

    private static int numberOf(PaymentData payment) {
        return Integer.parseInt(payment.externalId().orElseThrow().substring(1));
    }

    @ParameterizedTest
    @MethodSource("casesOfPatients")
    void patientsInAFileAreLoadedLikeTypedRecords(Consumer<List<PatientData>> change) throws IOException {
        fill();
        change.accept(patients);

        assertSame(builder -> builder);
    }

    @Test
    void thePatientsMayBeMany() throws IOException {
        fill();
        IntStream.range(PATIENTS, 3_000).forEach(i -> patients.add(patient("" + i)));
        replace(payments, 3, old -> of(old, "" + (PATIENTS + numberOf(old) % 2_900)));

        assertSame(builder -> builder);
    }

    @Test
    void aFirstDeltaInFilesIsStaged() throws IOException {
        fill();
        Snapshot files = files();

        var report = store.sync(Delta.builder()
                .patients(files.patients().orElseThrow())
                .payments(files.payments().orElseThrow())
                .build());

        assertThat(report.payments()).hasToString(PAYMENTS + " read: " + PAYMENTS + " inserted");
        assertThat(store.verifyIntegrity().counts()).isEmpty();
        assertThat(store.sync(files).status()).isEqualTo(Status.UNCHANGED);
    }

    /** Such amounts and totals are added up in the database. */
    @Test
    void totalsMayBeTooLargeForALong() throws IOException {
        fill();
        payments.set(5, payment("p5", "3", "999999999999999.9999"));

        assertSame(builder -> builder);

        payments.set(5, payment("p5", "3", "900000000000000"));
        payments.set(6, payment("p6", "3", "900000000000000"));
        emptyStore();

        assertSame(builder -> builder);
    }

    @Test
    void totalsAreMadeInTheDatabaseIfTheyHaveNoPlaceInMemory() throws IOException {
        fill();

        assertSame(builder -> builder.maxRecordsInMemory(PATIENTS + PATIENTS / 2));
    }

    @Test
    void aFileIsStagedIfThePatientsHaveNoPlaceInMemory() throws IOException {
        fill();

        assertSame(builder -> builder.maxRecordsInMemory(10));
    }

    @Test
    void aFileIsStagedIfPatientsWereErased() throws IOException {
        fill();
        PatientPaymentStore erasing = store(builder -> builder.erasureKey(ErasureContract.KEY));
        erasing.erase("7");

        var report = erasing.sync(files());

        assertThat(report.payments().suppressed()).isEqualTo(count("7"));
        assertThat(report.payments().inserted()).isEqualTo(PAYMENTS - count("7"));
        assertThat(store(builder -> builder.erasureKey(ErasureContract.KEY))
                        .verifyIntegrity()
                        .counts())
                .isEmpty();
    }

    @Test
    void aCompressedFileIsLoaded() throws IOException {
        fill();
        Path compressed = folder.resolve("payments.json.gz");
        Files.write(
                compressed,
                Gzip.gzip(withNotes(JsonFiles.largePayments(payments)).getBytes(StandardCharsets.UTF_8)));
        assertThat(compressed).satisfies(file -> assertThat(Files.size(file)).isGreaterThan(JsonFiles.LARGE));

        var report = store.sync(Snapshot.builder()
                .patients(files().patients().orElseThrow())
                .payments(Source.json(compressed))
                .build());

        assertThat(report.payments()).hasToString(PAYMENTS + " read: " + PAYMENTS + " inserted");
        assertThat(store.verifyIntegrity().counts()).isEmpty();
    }

    @Test
    void thePreviewOfAFileLeavesNothing() throws IOException {
        fill();
        Map<String, List<String>> before = everything();

        assertThat(store.preview(files(), 5).report().payments().inserted()).isEqualTo(PAYMENTS);

        assertThat(everything()).isEqualTo(before);
        assertThat(store.sync(files()).payments().inserted()).isEqualTo(PAYMENTS);
    }

    @Test
    void aRefusedFileLeavesItsRunAlone() throws IOException {
        fill();
        payments.set(1, invalidPayment("p1", "1"));

        assertThatThrownBy(() -> store.sync(Snapshot.builder()
                        .patients(files().patients().orElseThrow())
                        .payments(files().payments().orElseThrow())
                        .controlTotals(ControlTotals.payments(PAYMENTS, BigDecimal.ONE))
                        .build()))
                .isInstanceOf(SnapshotRefusedException.class)
                .satisfies(
                        e -> assertThat(((SnapshotRefusedException) e).report().payments())
                                .hasToString(PAYMENTS + " read: " + (PAYMENTS - 1) + " inserted, 1 rejected"));

        assertThat(rows("SELECT id FROM " + schema + ".payments")).isEmpty();
        assertThat(rows("SELECT external_id FROM " + schema + ".rejections")).contains("[p1]");
        assertThat(store.sync(files()).payments().inserted()).isEqualTo(PAYMENTS - 1);
        assertThat(store.verifyIntegrity().counts()).isEmpty();
    }

    @Test
    void aBrokenFileLeavesNothing() throws IOException {
        fill();
        Snapshot files = files();
        Map<String, List<String>> before = everything();
        Path file = folder.resolve("payments.json");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 2));

        assertThatThrownBy(() -> store.sync(files)).isInstanceOf(InvalidSnapshotException.class);

        assertThat(everything()).isEqualTo(before);
        Files.write(file, bytes);
        assertThat(store.sync(files).payments().inserted()).isEqualTo(PAYMENTS);
    }

    /** A load that is undone is followed by another reading. */
    @Test
    void whatIsDoneBetweenReadingsIsNotReading() throws IOException {
        fill();
        payments.add(payments.get(17));
        AtomicBoolean slept = new AtomicBoolean();
        DataSource slow = Intercepted.dataSource(pool, call -> {
            if (call.is(Connection.class, "rollback") && slept.compareAndSet(false, true)) {
                Thread.sleep(DEADLINE.plusMillis(500).toMillis());
            }
            return call.proceed();
        });

        var report = PatientPaymentStore.builder(slow)
                .schema(schema)
                .inputDeadline(DEADLINE)
                .build()
                .sync(files());

        assertThat(slept).isTrue();
        assertThat(report.payments().inserted()).isEqualTo(PAYMENTS);
    }

    /** They are written already when the guard counts what was live before. */
    @Test
    void newPaymentsAreMeasuredAgainstAnEmptyStore() throws IOException {
        fill();
        Guard insertions = UNGUARDED.insertions(Limit.percent(10).atLeast(20));

        var report = store(builder -> builder.guard(insertions)).sync(files());

        assertThat(report.payments().inserted()).isEqualTo(PAYMENTS);
    }

    /** Valid patients, an invalid one, and payments with amounts of many forms. */
    private void fill() {
        Random random = new Random(11);
        patients.clear();
        payments.clear();
        IntStream.range(0, PATIENTS).forEach(i -> patients.add(patient("" + i)));
        patients.add(9, invalidPatient("bad"));
        for (int i = 0; i < PAYMENTS; i++) {
            String amount = BigDecimal.valueOf(random.nextLong(-99_999_999, 99_999_999), random.nextInt(5))
                    .toString();
            payments.add(payment("p" + i, "" + random.nextInt(PATIENTS), amount));
        }
    }

    private long count(String patient) {
        return payments.stream()
                .filter(payment -> payment.patientExternalId().equals(Optional.of(patient)))
                .count();
    }

    private void assertSame(UnaryOperator<PatientPaymentStore.Builder> options) throws IOException {
        Clock clock = Clock.fixed(START, ZoneOffset.UTC);
        PatientPaymentStore fixed = store(builder -> options.apply(builder.clock(clock)));
        Snapshot typed = Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build();
        Snapshot files = files();
        var expected = fixed.sync(typed);
        Map<String, List<String>> staged = everything();
        emptyStore();

        var report = fixed.sync(files);

        assertThat(report.patients()).isEqualTo(expected.patients());
        assertThat(report.payments()).isEqualTo(expected.payments());
        assertThat(report.paymentsRejectedWithPatients()).isEqualTo(expected.paymentsRejectedWithPatients());
        assertThat(report.rejections())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("line")
                .isEqualTo(expected.rejections())
                .allMatch(rejection -> rejection.line().isPresent());
        database.execute("UPDATE " + schema + ".rejections SET line = NULL"); // typed records have none
        Map<String, List<String>> direct = everything();
        staged.keySet().removeIf(table -> table.equalsIgnoreCase("sync_runs")); // they have different ids
        direct.keySet().removeIf(table -> table.equalsIgnoreCase("sync_runs"));
        assertThat(direct).isEqualTo(staged);
        assertThat(fixed.verifyIntegrity().counts()).isEmpty();
        assertThat(fixed.sync(typed).status()).isEqualTo(Status.UNCHANGED);
    }

    private Snapshot files() {
        return JsonFiles.large(folder, patients, payments);
    }

    /** With a field that is not read, and hardly compressible. */
    private static String withNotes(String json) {
        Random random = new Random(5);
        byte[] note = new byte[120];
        return Pattern.compile("\\{").matcher(json).replaceAll(brace -> {
            random.nextBytes(note);
            return "{\"note\":\"" + Base64.getEncoder().encodeToString(note) + "\",";
        });
    }
}
