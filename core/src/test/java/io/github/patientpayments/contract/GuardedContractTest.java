package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/** The base of the themes about guards: a store with the default guard. */
abstract class GuardedContractTest extends ContractTest {

    private static final List<String> LOG = List.of("sync_runs", "sync_run_counts", "rejections");

    @BeforeEach
    void guard() {
        store = guarded(Guard.defaults());
    }

    final PatientPaymentStore guarded(Guard guard) {
        return store(builder -> builder.guard(guard));
    }

    /** Patients numbered from one number to another. */
    static List<PatientData> patients(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> patient("" + i)).toList();
    }

    /** Payments of one patient, numbered from one number to another, each of the same amount. */
    static List<PaymentData> payments(int from, int to, String patientExternalId, String amount) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> payment("" + i, patientExternalId, amount))
                .toList();
    }

    static Snapshot snapshot(List<PatientData> patients, List<PaymentData> payments) {
        return Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build();
    }

    static Snapshot patientsOnly(List<PatientData> patients) {
        return Snapshot.builder().patients(Source.of(patients)).build();
    }

    static Snapshot paymentsOnly(List<PaymentData> payments) {
        return Snapshot.builder().payments(Source.of(payments)).build();
    }

    static Delta delta(List<PatientData> patients, List<PaymentData> payments) {
        return Delta.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build();
    }

    static SyncOptions lifting(Reason... reasons) {
        return SyncOptions.defaults().lift(reasons);
    }

    /** The refusal of an input. */
    final SnapshotRefusedException refusal(SyncInput input) {
        return refusal(input, SyncOptions.defaults());
    }

    final SnapshotRefusedException refusal(SyncInput input, SyncOptions options) {
        SyncReport report;
        try {
            report = store.sync(input, options);
        } catch (SnapshotRefusedException e) {
            return e;
        }
        throw new AssertionError("Not refused: " + report);
    }

    final void assertRefused(SyncInput input, Reason... reasons) {
        assertThat(reasons(refusal(input))).containsExactly(reasons);
    }

    static List<Reason> reasons(SnapshotRefusedException refused) {
        return refused.refusals().stream().map(refusal -> refusal.reason()).toList();
    }

    /** The rows of every table except the log, and the columns of the lock row that a logged run does not change. */
    final Map<String, List<String>> everythingButTheLog() {
        Map<String, List<String>> tables = everything();
        tables.keySet().removeIf(table -> LOG.contains(table.toLowerCase(Locale.ROOT)));
        tables.keySet().removeIf(table -> table.equalsIgnoreCase("store_state"));
        tables.put(
                "store_state",
                rows(
                        "SELECT schema_version, base_run, last_patient_id, last_payment_id, patients_exported_at, payments_exported_at,"
                                + " patients_fingerprint, payments_fingerprint, patients_fingerprint_run,"
                                + " payments_fingerprint_run, patients_prefixes, payments_prefixes, history_horizon, horizon_run FROM "
                                + schema
                                + ".store_state"));
        return tables;
    }
}
