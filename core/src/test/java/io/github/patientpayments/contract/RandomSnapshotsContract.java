package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.Snapshot;
import io.github.patientpayments.Source;
import io.github.patientpayments.SyncCounts;
import io.github.patientpayments.SyncReport;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Random snapshots, good and bad, one after the other: after each the store is what the naive mirror says. */
abstract class RandomSnapshotsContract extends ContractTest {

    private static final int SNAPSHOTS = 25;

    RandomSnapshotsContract(TestDatabase database, Isolation isolation) {
        super(database, isolation);
    }

    @RepeatedTest(6)
    void theStoreIsWhatTheNaiveMirrorSays(RepetitionInfo repetition) {
        long seed = Long.getLong("store.test.seed", repetition.getCurrentRepetition());
        Random random = new Random(seed);
        NaiveMirror naive = new NaiveMirror();
        for (int i = 1; i <= SNAPSHOTS; i++) {
            List<PatientData> patients = random.nextInt(4) == 0 ? null : patients(random);
            List<PaymentData> payments = patients != null && random.nextInt(4) == 0 ? null : payments(random);
            syncBoth(naive, patients, payments, "seed %d, snapshot %d".formatted(seed, i));
        }
    }

    /** Few sets that come again and again, so that many are recognised: never when they should not be. */
    @RepeatedTest(2)
    void theStoreIsThatIfTheSameSetsComeAgainToo(RepetitionInfo repetition) {
        long seed = Long.getLong("store.test.seed", repetition.getCurrentRepetition());
        Random random = new Random(seed);
        NaiveMirror naive = new NaiveMirror();
        List<List<PatientData>> patients =
                IntStream.range(0, 3).mapToObj(i -> distinctPatients(random)).toList();
        List<List<PaymentData>> payments =
                IntStream.range(0, 3).mapToObj(i -> distinctPayments(random)).toList();
        for (int i = 1; i <= 3 * SNAPSHOTS; i++) {
            int which = random.nextInt(4);
            syncBoth(
                    naive,
                    which == 0 ? null : patients.get(random.nextInt(random.nextInt(3) + 1)),
                    which == 1 ? null : payments.get(random.nextInt(random.nextInt(3) + 1)),
                    "seed %d, snapshot %d".formatted(seed, i));
        }
    }

    private void syncBoth(
            NaiveMirror naive,
            @Nullable List<PatientData> patients,
            @Nullable List<PaymentData> payments,
            String which) {
        String before = naive.patientRows() + "\n" + naive.paymentRows();
        String step = "%s: patients %s, payments %s, before:%n%s".formatted(which, patients, payments, before);

        naive.sync(patients, payments);
        SyncReport report = store.sync(snapshot(patients, payments));

        assertThat(patientRows()).as(step).isEqualTo(naive.patientRows());
        assertThat(paymentRows()).as(step).isEqualTo(naive.paymentRows());
        assertAddsUp(report.patients());
        assertAddsUp(report.payments());
        assertThat(store.verifyIntegrity().deviations()).as(step).isEmpty();
    }

    static Snapshot snapshot(@Nullable List<PatientData> patients, @Nullable List<PaymentData> payments) {
        Snapshot.Builder builder = Snapshot.builder();
        if (patients != null) {
            builder.patients(Source.of(patients));
        }
        if (payments != null) {
            builder.payments(Source.of(payments));
        }
        return builder.build();
    }

    private static void assertAddsUp(SyncCounts counts) {
        long accepted = counts.inserted() + counts.updated() + counts.unchanged();
        assertThat(counts.unchanged()).isNotNegative();
        assertThat(counts.read())
                .isBetween(
                        accepted + counts.collapsed() + counts.rejected(),
                        accepted + counts.restored() + counts.collapsed() + counts.rejected());
    }

    private List<String> patientRows() {
        return rows("SELECT p.external_id, p.first_name, c.run, u.run, p.deleted IS NOT NULL, p.payment_total FROM "
                + withRuns("patients p", "p"));
    }

    private List<String> paymentRows() {
        return rows("SELECT y.external_id, p.external_id, c.run, u.run, y.deleted IS NOT NULL, y.amount FROM "
                + withRuns("payments y", "y") + " JOIN " + schema + ".patients p ON p.id = y.patient_id");
    }

    private String withRuns(String table, String alias) {
        return schema + "." + table + " JOIN " + schema + ".sync_runs c ON c.run_time = " + alias + ".created JOIN "
                + schema + ".sync_runs u ON u.run_time = " + alias + ".updated";
    }

    static List<PatientData> patients(Random random) {
        List<PatientData> set = new ArrayList<>();
        int size = random.nextInt(9);
        for (int i = 0; i < size; i++) {
            boolean unreadable = random.nextInt(40) == 0;
            boolean invalid = random.nextInt(8) == 0;
            set.add(PatientData.builder()
                    .externalId(unreadable ? null : "P" + random.nextInt(6))
                    .firstName(invalid ? null : "N" + random.nextInt(2))
                    .lastName("L")
                    .build());
        }
        return set;
    }

    static List<PaymentData> payments(Random random) {
        List<PaymentData> set = new ArrayList<>();
        int size = random.nextInt(14);
        for (int i = 0; i < size; i++) {
            boolean unreadable = random.nextInt(40) == 0;
            boolean invalid = random.nextInt(8) == 0;
            set.add(PaymentData.builder()
                    .externalId(unreadable ? null : "Y" + random.nextInt(9))
                    .patientExternalId("P" + random.nextInt(7))
                    .amount(invalid ? null : BigDecimal.valueOf(random.nextInt(5) - 1L, 1))
                    .build());
        }
        return set;
    }

    /** Valid but for one in twenty; the first two are always there, so that most payments have their patient. */
    private static List<PatientData> distinctPatients(Random random) {
        List<PatientData> set = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            if (i < 2 || random.nextInt(3) > 0) {
                boolean invalid = random.nextInt(20) == 0;
                set.add(PatientData.builder()
                        .externalId("P" + i)
                        .firstName(invalid ? null : "N" + random.nextInt(2))
                        .lastName("L")
                        .build());
            }
        }
        return set;
    }

    private static List<PaymentData> distinctPayments(Random random) {
        List<PaymentData> set = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            if (random.nextInt(3) > 0) {
                set.add(payment("Y" + i, "P" + random.nextInt(3), "" + random.nextInt(2)));
            }
        }
        return set;
    }
}
