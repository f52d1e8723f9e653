package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.IntegrityReport.Deviation;
import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** A store is clean after any run, and what is found is listed and counted. */
class IntegrityContract extends ContractTest {

    /** A constant: a distributed PostgreSQL takes no interval that is added to a column in an UPDATE. */
    private static final String LONG_AGO = "TIMESTAMP WITH TIME ZONE '2001-01-01 00:00:00+00:00'";

    /** The constraints that prevent the damage are dropped first. */
    @BeforeParameterizedClassInvocation
    void dropGuards() {
        database.execute(
                "ALTER TABLE " + schema + ".payments DROP CONSTRAINT payments_patient_fk",
                "ALTER TABLE " + schema + ".payments DROP CONSTRAINT payments_cascaded_are_deleted");
    }

    /**
     * Seven runs. Patients 1 to 5, payments 1 to 5: patient 1 and payment 1 change three times, patient 3 is deleted
     * and cascades to payment 4, payment 5 is deleted alone, patient 5 comes late. Patient 2 and payment 3 never
     * change.
     */
    @BeforeEach
    void aStoreWithHistory() {
        PaymentData[] others = {payment("12", "1", "5"), payment("13", "2", "7"), payment("14", "3", "-3")};
        sync(
                List.of(patient("1"), patient("2"), patient("3"), patient("4")),
                List.of(payment("11", "1", "10"), others[0], others[1], others[2], payment("15", "4", "1")));
        for (String name : List.of("Zwei", "Drei", "Vier")) {
            sync(
                    List.of(patient("1", name, "L"), patient("2"), patient("3"), patient("4")),
                    List.of(
                            payment("11", "1", "1" + name.length() + "." + (int) name.charAt(0)),
                            others[0],
                            others[1],
                            others[2],
                            payment("15", "4", "1")));
        }
        syncPatients(patient("1", "Vier", "L"), patient("2"), patient("4"));
        syncPatients(patient("1", "Vier", "L"), patient("2"), patient("4"));
        sync(
                List.of(patient("1", "Vier", "L"), patient("2"), patient("4"), patient("5")),
                List.of(payment("11", "1", "14.86"), others[0], others[1]));
        assertThat(store.syncRuns(10)).hasSize(7);
    }

    @Test
    void aSyncedStoreIsClean() {
        IntegrityReport report = store.verifyIntegrity();

        assertThat(report.deviations()).isEmpty();
        assertThat(report.counts()).isEmpty();
        assertThat(report.isConsistent()).isTrue();
        assertThat(report).hasToString("Sound");
    }

    @Test
    void anEmptyStoreIsClean() {
        emptyStore();

        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    @Test
    void aStoreIsCleanAfterAReturnAndAMove() {
        sync(
                List.of(patient("1"), patient("2"), patient("3"), patient("4"), patient("5")),
                List.of(payment("11", "5", "14.86"), payment("13", "3", "7"), payment("15", "4", "1")));

        assertThat(store.verifyIntegrity().deviations()).isEmpty();
    }

    @Test
    void aVerificationChangesNothing() {
        Map<String, List<String>> before = everything();

        store.verifyIntegrity();

        assertThat(everything()).isEqualTo(before);
    }

    /** Verifies before each statement of the sync, and before its commit. */
    @Test
    void aVerificationSeesOnlyCommittedRuns() {
        List<IntegrityReport> meanwhile = new ArrayList<>();
        PatientPaymentStore writer = PatientPaymentStore.builder(Intercepted.dataSource(
                        database.application(), call -> {
                            if (!call.sql().isEmpty() || call.is(Connection.class, "commit")) {
                                meanwhile.add(store.verifyIntegrity());
                            }
                            return call.proceed();
                        }))
                .schema(schema)
                .guard(UNGUARDED)
                .build();

        writer.sync(Snapshot.builder()
                .patients(Source.of(List.of(patient("2", "New", "Name"), patient("6"))))
                .payments(Source.of(List.of(payment("13", "2", "8"), payment("16", "6", "9"))))
                .build());

        assertThat(meanwhile).hasSizeGreaterThan(10).allMatch(IntegrityReport::isConsistent);
        assertThat(store.verifyIntegrity().deviations()).isEmpty();
        assertThat(store.patient("6")).isPresent();
    }

    @Test
    void severalKindsAreListedByKindAndId() {
        damage(
                "UPDATE patient_totals SET payment_total = payment_total + 1, payment_count = 7 WHERE patient_id IN (4, 1)");
        damage("UPDATE store_state SET last_payment_id = 3, last_run_time = NULL");

        assertThat(store.verifyIntegrity().deviations())
                .containsExactly(
                        new Deviation(Kind.PATIENT_TOTAL, 1),
                        new Deviation(Kind.PATIENT_TOTAL, 4),
                        new Deviation(Kind.PATIENT_PAYMENT_COUNT, 1),
                        new Deviation(Kind.PATIENT_PAYMENT_COUNT, 4),
                        new Deviation(Kind.PAYMENT_COUNTER, 4),
                        new Deviation(Kind.PAYMENT_COUNTER, 5),
                        new Deviation(Kind.RUN_COUNTER, 0));
    }

    /** Records with and without versions are found by different checks, and reported together. */
    @Test
    void aKindThatTwoChecksFindIsOneList() {
        damage("UPDATE patients SET created = " + LONG_AGO + " WHERE id = 1");
        damage("UPDATE patients SET updated = " + LONG_AGO + " WHERE id = 2");
        damage("UPDATE patients SET created = " + LONG_AGO + " WHERE id = 4");

        IntegrityReport report = store.verifyIntegrity();

        assertThat(report.counts()).containsEntry(Kind.PATIENT_TIMES, 3L);
        assertThat(report.deviations())
                .filteredOn(Deviation::kind, Kind.PATIENT_TIMES)
                .extracting(Deviation::id)
                .containsExactly(1L, 2L, 4L);
    }

    @Test
    void theFirstDeviationsAreListedAndAllAreCounted() {
        int tooMany = IntegrityReport.MAX_LISTED + 7;
        damage("INSERT INTO payment_versions (payment_id, from_run, to_run, deleted, next_deleted, patient_id, amount)"
                + " SELECT 100 + n, 1, 2, false, false, 1, 5 FROM "
                + (database.postgres()
                        ? "generate_series(1, " + tooMany + ") AS numbers(n)"
                        : "(SELECT x AS n FROM SYSTEM_RANGE(1, " + tooMany + "))"));

        IntegrityReport report = store.verifyIntegrity();

        assertThat(report.counts()).containsEntry(Kind.PAYMENT_HISTORY_ORPHAN, (long) tooMany);
        assertThat(report.deviations())
                .filteredOn(Deviation::kind, Kind.PAYMENT_HISTORY_ORPHAN)
                .extracting(Deviation::id)
                .containsExactlyElementsOf(LongStream.rangeClosed(101, 100 + IntegrityReport.MAX_LISTED)
                        .boxed()
                        .toList());
        assertThat(report.toString())
                .contains("PAYMENT_HISTORY_ORPHAN: 10007 (101, 102, 103, 104, 105, 106, 107, 108, 109, 110, …)");
    }

    /** They are compared by the library. */
    @Test
    void theFirstWrongSearchKeysAreListedAndAllAreCounted() {
        int tooMany = IntegrityReport.MAX_LISTED + 7;
        damage("INSERT INTO patient_versions (patient_id, from_run, to_run, deleted, next_deleted, first_name,"
                + " first_name_key, last_name, last_name_key) SELECT 1, 100 + n, 101 + n, false, false, 'A', 'wrong', 'B', 'b' FROM "
                + (database.postgres()
                        ? "generate_series(1, " + tooMany + ") AS numbers(n)"
                        : "(SELECT x AS n FROM SYSTEM_RANGE(1, " + tooMany + "))"));

        IntegrityReport report = store.verifyIntegrity();

        assertThat(report.counts()).containsEntry(Kind.PATIENT_SEARCH_KEY, (long) tooMany);
        assertThat(report.deviations())
                .filteredOn(Deviation::kind, Kind.PATIENT_SEARCH_KEY)
                .hasSize(IntegrityReport.MAX_LISTED);
    }

    @Test
    void aPurgedHistoryIsClean() {
        store.purge(timeOf(3));
        assertThat(store.verifyIntegrity()).hasToString("Sound");

        damage("UPDATE store_state SET horizon_run = 2");
        assertThat(store.verifyIntegrity().deviations())
                .containsExactly(
                        new Deviation(Kind.PATIENT_HISTORY_GAP, 1),
                        new Deviation(Kind.PAYMENT_HISTORY_GAP, 1),
                        new Deviation(Kind.RUN_COUNTS, 3),
                        new Deviation(Kind.RUN_COUNTS, 3),
                        new Deviation(Kind.HISTORY_HORIZON, 0));
    }

    @Test
    void aCompletelyPurgedHistoryIsClean() {
        store.purge(timeOf(7));
        assertThat(rows("SELECT * FROM " + schema + ".payment_versions")).isEmpty();
        assertThat(store.verifyIntegrity()).hasToString("Sound");

        damage("UPDATE store_state SET history_horizon = NULL");
        assertThat(store.verifyIntegrity().deviations()).containsExactly(new Deviation(Kind.HISTORY_HORIZON, 0));
    }

    private Instant timeOf(long run) {
        return store.syncRuns(20).stream()
                .filter(each -> each.number() == run)
                .map(SyncRun::time)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void versionsWithErasedContentAreClean() {
        PatientPaymentStore erasing = store(builder -> builder.erasureKey(ErasureContract.KEY));
        syncPayments(payment("11", "2", "14.86"), payment("12", "1", "5"), payment("13", "2", "7"));
        erasing.erase("1");

        assertThat(rows("SELECT amount FROM " + schema + ".payment_versions")).contains("[null]");
        assertThat(store.verifyIntegrity()).hasToString("Sound");
    }

    /** As another Java version would have stored them. That is no change of the patients. */
    @Test
    void aFullComparisonRenewsTheSearchKeysOfLivePatients() {
        Snapshot snapshot = Snapshot.builder()
                .patients(Source.of(List.of(patient("1", "Vier", "L"), patient("2"), patient("4"), patient("5"))))
                .build();
        store.sync(snapshot);
        Instant updated = store.patient("2").orElseThrow().updatedAt();
        damage("UPDATE patients SET last_name_key = 'other', first_name_key = '' WHERE id = 2");
        assertThat(store.verifyIntegrity().deviations()).containsExactly(new Deviation(Kind.PATIENT_SEARCH_KEY, 2));
        assertThat(store.sync(snapshot).status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertThat(store.verifyIntegrity().isConsistent()).isFalse();

        SyncReport renewed = store.sync(snapshot, SyncOptions.defaults().compareInFull());

        assertThat(renewed.status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertThat(store.patient("2").orElseThrow().updatedAt()).isEqualTo(updated);
        assertThat(store.verifyIntegrity()).hasToString("Sound");
        PatientFilter last2 = PatientFilter.builder().nameStartsWith("last2").build();
        assertThat(store.patients(last2, PageRequest.by(PatientSort.ID)).items())
                .hasSize(1);
        assertThat(store.preview(snapshot, 0).baseRun()).as("names sort anew").isEqualTo(renewed.number());
        store.sync(snapshot, SyncOptions.defaults().compareInFull());
        assertThat(store.preview(snapshot, 0).baseRun())
                .as("nothing was left to renew")
                .isEqualTo(renewed.number());
    }

    private void damage(String sql) {
        String[] tables = {
            "patients",
            "payments",
            "patient_totals",
            "patient_versions",
            "payment_versions",
            "sync_runs",
            "sync_run_counts",
            "store_state"
        };
        database.execute(Arrays.stream(tables)
                .reduce(
                        sql,
                        (text, table) ->
                                text.replaceAll("(FROM|INTO|UPDATE) " + table + "\\b", "$1 " + schema + "." + table)));
    }
}
