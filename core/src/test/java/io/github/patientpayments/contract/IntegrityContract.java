package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.IntegrityReport.Deviation;
import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store is clean after any sync; all damage that its owner does by hand is found, and nothing else. */
class IntegrityContract extends ContractTest {

    private static final long IN_USE = 5;

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

    @ParameterizedTest
    @EnumSource
    void onlyTheDamageIsFound(Damage damage) {
        Stream.of(damage.script.split(";", -1)).forEach(this::damage);

        IntegrityReport report = store.verifyIntegrity();

        assertThat(report.deviations()).containsExactly(new Deviation(damage.kind, damage.id));
        assertThat(report.counts()).containsExactly(Map.entry(damage.kind, 1L));
        assertThat(report.isConsistent()).isFalse();
        assertThat(report).hasToString(damage.kind + ": 1 (" + damage.id + ")");
    }

    @ParameterizedTest
    @EnumSource
    void everyKindHasADamage(Kind kind) {
        assertThat(Damage.values()).extracting(damage -> damage.kind).contains(kind);
    }

    @Test
    void severalKindsAreListedByKindAndId() {
        damage("UPDATE patients SET payment_total = payment_total + 1, payment_count = 7 WHERE id IN (4, 1)");
        damage("UPDATE store_state SET last_payment_id = 3, last_run = 6");

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
        damage("UPDATE patients SET created = (SELECT run_time FROM sync_runs WHERE run = 4) WHERE id = 1");
        damage("UPDATE patients SET updated = created + INTERVAL '1' SECOND WHERE id = 2");
        damage("UPDATE patients SET created = created - INTERVAL '1' SECOND WHERE id = 4");

        IntegrityReport report = store.verifyIntegrity();

        assertThat(report.counts()).containsExactly(Map.entry(Kind.PATIENT_TIMES, 3L));
        assertThat(report.deviations()).extracting(Deviation::id).containsExactly(1L, 2L, 4L);
    }

    @Test
    void theFirstDeviationsAreListedAndAllAreCounted() {
        int tooMany = IntegrityReport.MAX_LISTED + 7;
        damage("INSERT INTO payment_versions (payment_id, from_run, to_run, deleted, patient_id, amount)"
                + " SELECT 100 + n, 1, 2, false, 1, 5 FROM "
                + (database.postgres()
                        ? "generate_series(1, " + tooMany + ") AS numbers(n)"
                        : "(SELECT x AS n FROM SYSTEM_RANGE(1, " + tooMany + "))"));

        IntegrityReport report = store.verifyIntegrity();

        assertThat(report.counts()).containsExactly(Map.entry(Kind.PAYMENT_HISTORY_ORPHAN, (long) tooMany));
        assertThat(report.deviations())
                .extracting(Deviation::id)
                .containsExactlyElementsOf(LongStream.rangeClosed(101, 100 + IntegrityReport.MAX_LISTED)
                        .boxed()
                        .toList());
        assertThat(report)
                .hasToString(
                        "PAYMENT_HISTORY_ORPHAN: 10007 (101, 102, 103, 104, 105, 106, 107, 108, 109," + " 110, …)");
    }

    @Test
    void aPurgedHistoryIsClean() {
        damage("DELETE FROM patient_versions WHERE to_run <= 3");
        damage("DELETE FROM payment_versions WHERE to_run <= 3");
        damage("UPDATE store_state SET horizon_run = 3");
        assertThat(store.verifyIntegrity().deviations()).isEmpty();

        damage("UPDATE store_state SET horizon_run = 2");
        assertThat(store.verifyIntegrity().deviations())
                .containsExactly(
                        new Deviation(Kind.PATIENT_HISTORY_GAP, 1), new Deviation(Kind.PAYMENT_HISTORY_GAP, 1));
    }

    @Test
    void aCompletelyPurgedHistoryIsClean() {
        damage("DELETE FROM patient_versions");
        damage("DELETE FROM payment_versions");
        damage("UPDATE store_state SET horizon_run = 7");
        assertThat(store.verifyIntegrity().deviations()).isEmpty();

        damage("UPDATE store_state SET horizon_run = 6");
        assertThat(store.verifyIntegrity().deviations()).containsExactly(new Deviation(Kind.PAYMENT_HISTORY_GAP, 5));
    }

    @Test
    void versionsWithErasedContentAreClean() {
        damage("UPDATE payment_versions SET patient_id = NULL, amount = NULL, deleted = TRUE");

        assertThat(store.verifyIntegrity().deviations()).isEmpty();
    }

    private void damage(String sql) {
        String[] tables = {
            "patients",
            "payments",
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

    /** One way to damage the store of these tests, and the one deviation that results. */
    enum Damage {
        TOTAL(Kind.PATIENT_TOTAL, 2, "UPDATE patients SET payment_total = payment_total + 0.0001 WHERE id = 2"),
        TOTAL_OF_A_TOMBSTONE(Kind.PATIENT_TOTAL, 3, "UPDATE patients SET payment_total = -3 WHERE id = 3"),
        TOTAL_WITHOUT_PAYMENTS(Kind.PATIENT_TOTAL, 5, "UPDATE patients SET payment_total = 1 WHERE id = 5"),
        COUNT(Kind.PATIENT_PAYMENT_COUNT, 2, "UPDATE patients SET payment_count = 2 WHERE id = 2"),
        COUNT_OF_A_TOMBSTONE(Kind.PATIENT_PAYMENT_COUNT, 3, "UPDATE patients SET payment_count = 1 WHERE id = 3"),

        NO_PATIENT(Kind.PAYMENT_WITHOUT_PATIENT, 5, "UPDATE payments SET patient_id = 99 WHERE id = 5"),
        DELETED_PATIENT(Kind.PAYMENT_OF_DELETED_PATIENT, 3, "UPDATE patients SET deleted = updated WHERE id = 2"),
        MARKED(Kind.PAYMENT_MARKED_WHILE_LIVE, 3, "UPDATE payments SET cascaded = true WHERE id = 3"),

        PATIENT_UPDATED(
                Kind.PATIENT_TIMES, 2, "UPDATE patients SET updated = updated + INTERVAL '1' SECOND WHERE id = 2"),
        PATIENT_CREATED_WITHOUT_A_RUN(
                Kind.PATIENT_TIMES, 1, "UPDATE patients SET created = created - INTERVAL '1' SECOND WHERE id = 1"),
        PATIENT_CREATED_BEHIND_ITS_FIRST_VERSION(
                Kind.PATIENT_TIMES,
                1,
                "UPDATE patients SET created = (SELECT run_time FROM sync_runs WHERE run = 2) WHERE id = 1"),
        PATIENT_CREATED_BEHIND_ITS_CHANGE(
                Kind.PATIENT_TIMES,
                1,
                "UPDATE patients SET created = (SELECT run_time FROM sync_runs WHERE run = 5) WHERE id = 1"),
        PATIENT_DELETED_AT_ANOTHER_TIME(
                Kind.PATIENT_TIMES, 3, "UPDATE patients SET deleted = deleted + INTERVAL '1' SECOND WHERE id = 3"),
        PAYMENT_UPDATED(
                Kind.PAYMENT_TIMES, 3, "UPDATE payments SET updated = updated + INTERVAL '1' SECOND WHERE id = 3"),
        PAYMENT_CREATED_WITHOUT_A_RUN(
                Kind.PAYMENT_TIMES, 3, "UPDATE payments SET created = created - INTERVAL '1' SECOND WHERE id = 3"),
        PAYMENT_CREATED_BEHIND_ITS_FIRST_VERSION(
                Kind.PAYMENT_TIMES,
                1,
                "UPDATE payments SET created = (SELECT run_time FROM sync_runs WHERE run = 2) WHERE id = 1"),
        PAYMENT_DELETED_AT_ANOTHER_TIME(
                Kind.PAYMENT_TIMES, 5, "UPDATE payments SET deleted = deleted - INTERVAL '1' SECOND WHERE id = 5"),

        PATIENT_VERSIONS_OVERLAP(
                Kind.PATIENT_HISTORY_OVERLAP,
                1,
                "UPDATE patient_versions SET from_run = 2 WHERE patient_id = 1 AND to_run = 4"),
        PATIENT_VERSION_ENDS_BEHIND_THE_CHANGE(
                Kind.PATIENT_HISTORY_OVERLAP,
                1,
                "UPDATE patient_versions SET to_run = 5 WHERE patient_id = 1 AND to_run = 4"),
        PAYMENT_VERSIONS_OVERLAP(
                Kind.PAYMENT_HISTORY_OVERLAP,
                1,
                "UPDATE payment_versions SET from_run = 1 WHERE payment_id = 1 AND to_run = 4"),
        PAYMENT_VERSION_ENDS_BEHIND_THE_CHANGE(
                Kind.PAYMENT_HISTORY_OVERLAP,
                1,
                "UPDATE payment_versions SET to_run = 6 WHERE payment_id = 1 AND to_run = 4"),

        PATIENT_VERSION_MISSING_AT_THE_BEGINNING(
                Kind.PATIENT_HISTORY_GAP, 1, "DELETE FROM patient_versions WHERE patient_id = 1 AND to_run = 2"),
        PATIENT_VERSION_MISSING_BETWEEN(
                Kind.PATIENT_HISTORY_GAP, 1, "DELETE FROM patient_versions WHERE patient_id = 1 AND to_run = 3"),
        PATIENT_VERSION_MISSING_AT_THE_END(
                Kind.PATIENT_HISTORY_GAP, 1, "DELETE FROM patient_versions WHERE patient_id = 1 AND to_run = 4"),
        PATIENT_VERSIONS_ALL_MISSING(Kind.PATIENT_HISTORY_GAP, 3, "DELETE FROM patient_versions WHERE patient_id = 3"),
        PAYMENT_VERSION_MISSING_AT_THE_BEGINNING(
                Kind.PAYMENT_HISTORY_GAP, 1, "DELETE FROM payment_versions WHERE payment_id = 1 AND to_run = 2"),
        PAYMENT_VERSION_MISSING_BETWEEN(
                Kind.PAYMENT_HISTORY_GAP, 1, "DELETE FROM payment_versions WHERE payment_id = 1 AND to_run = 3"),
        PAYMENT_VERSION_MISSING_AT_THE_END(
                Kind.PAYMENT_HISTORY_GAP, 1, "DELETE FROM payment_versions WHERE payment_id = 1 AND to_run = 4"),
        PAYMENT_VERSIONS_ALL_MISSING(Kind.PAYMENT_HISTORY_GAP, 5, "DELETE FROM payment_versions WHERE payment_id = 5"),

        PATIENT_VERSION_OF_NOBODY(
                Kind.PATIENT_HISTORY_ORPHAN,
                99,
                "UPDATE patient_versions SET patient_id = 99 WHERE patient_id = 3",
                "UPDATE patients SET created = updated WHERE id = 3"),
        PAYMENT_VERSION_OF_NOTHING(
                Kind.PAYMENT_HISTORY_ORPHAN,
                98,
                "UPDATE payment_versions SET payment_id = 98 WHERE payment_id = 5",
                "UPDATE payments SET created = updated WHERE id = 5"),

        PATIENT_ID_AHEAD_OF_THE_COUNTER(Kind.PATIENT_COUNTER, IN_USE, "UPDATE store_state SET last_patient_id = 4"),
        PAYMENT_ID_AHEAD_OF_THE_COUNTER(Kind.PAYMENT_COUNTER, IN_USE, "UPDATE store_state SET last_payment_id = 4"),
        RUN_COUNTER_BEHIND(Kind.RUN_COUNTER, 0, "UPDATE store_state SET last_run = 1, base_run = 1"),
        RUN_COUNTER_AHEAD(Kind.RUN_COUNTER, 0, "UPDATE store_state SET last_run = 8"),
        BASE_AHEAD(Kind.RUN_COUNTER, 0, "UPDATE store_state SET base_run = 8"),
        HORIZON_AHEAD(Kind.RUN_COUNTER, 0, "UPDATE store_state SET horizon_run = 8"),
        RUN_MISSING(
                Kind.RUN_COUNTER,
                0,
                "DELETE FROM sync_run_counts WHERE run = 6",
                "DELETE FROM sync_runs WHERE run = 6"),
        RUN_OF_A_PATIENT(Kind.RUN_COUNTER, 99, "UPDATE patients SET changed_run = 99 WHERE id = 2"),
        RUN_OF_A_PAYMENT(Kind.RUN_COUNTER, 97, "UPDATE payments SET changed_run = 97 WHERE id = 3");

        private final Kind kind;
        private final long id;
        private final String script;

        Damage(Kind kind, long id, String... statements) {
            this.kind = kind;
            this.id = id;
            this.script = String.join(";", statements);
        }
    }
}
