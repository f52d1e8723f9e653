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
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Guard.Limit;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncRun.Status;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first snapshot of a store, in files. The payments of a large file are written while they are read, without a
 * stage. The result is that of typed records, which are staged.
 */
class FirstFileLoadContract extends ContractTest {

    private static final int PATIENTS = 60;
    private static final int PAYMENTS = 10_000;

    /** The file is large enough, since each record has a field of this length that is not read. */
    private static final String NOTE = "n".repeat(150);

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
        Files.write(compressed, Gzip.gzip(paymentsJson(Optional.of(new Random(5)))));
        assertThat(compressed).satisfies(file -> assertThat(Files.size(file)).isGreaterThan(1 << 20));

        var report = store.sync(Snapshot.builder()
                .patients(Source.of(patients))
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
                        .patients(Source.of(patients))
                        .payments(paymentsFile())
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

    /** Patients are written before payments are read, and both may be read again. */
    @Test
    void whatIsDoneBetweenTheSetsIsNotReading() throws IOException {
        fill();
        payments.add(payments.get(17));
        AtomicBoolean slept = new AtomicBoolean();
        DataSource slow = Intercepted.dataSource(pool, call -> {
            if (call.is(Connection.class, "prepareStatement")
                    && call.sql().startsWith("insert into " + schema + ".patients ")
                    && slept.compareAndSet(false, true)) {
                Thread.sleep(DEADLINE.plusMillis(500).toMillis());
            }
            return call.proceed();
        });

        var report = PatientPaymentStore.builder(slow)
                .schema(schema)
                .inputDeadline(DEADLINE)
                .build()
                .sync(files());

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
        assertThat(report.rejections()).isEqualTo(expected.rejections());
        Map<String, List<String>> direct = everything();
        staged.keySet().removeIf(table -> table.equalsIgnoreCase("sync_runs")); // they have different ids
        direct.keySet().removeIf(table -> table.equalsIgnoreCase("sync_runs"));
        assertThat(direct).isEqualTo(staged);
        assertThat(fixed.verifyIntegrity().counts()).isEmpty();
        assertThat(fixed.sync(typed).status()).isEqualTo(Status.UNCHANGED);
    }

    private Snapshot files() throws IOException {
        return Snapshot.builder()
                .patients(Source.of(patients))
                .payments(paymentsFile())
                .build();
    }

    private Source.Json paymentsFile() throws IOException {
        Path file = folder.resolve("payments.json");
        Files.writeString(file, paymentsJson(Optional.empty()));
        assertThat(Files.size(file)).isGreaterThan(1 << 20);
        return Source.json(file);
    }

    /** With a note that is not read: the same one, or random ones. */
    private String paymentsJson(Optional<Random> random) {
        return payments.stream()
                .map(payment -> Map.of(
                                "externalId", payment.externalId().map(id -> '"' + id + '"'),
                                "patientId", payment.patientExternalId().map(id -> '"' + id + '"'),
                                "amount", payment.amount().map(BigDecimal::toString),
                                "note",
                                        Optional.of('"'
                                                + random.map(FirstFileLoadContract::note)
                                                        .orElse(NOTE)
                                                + '"'))
                        .entrySet()
                        .stream()
                        .filter(field -> field.getValue().isPresent())
                        .map(field ->
                                '"' + field.getKey() + "\":" + field.getValue().get())
                        .collect(Collectors.joining(",", "{", "}")))
                .collect(Collectors.joining(",\n", "[", "]"));
    }

    private static String note(Random random) {
        byte[] bytes = new byte[120];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
