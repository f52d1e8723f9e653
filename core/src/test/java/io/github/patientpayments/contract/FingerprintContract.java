package io.github.patientpayments.contract;

import static io.github.patientpayments.fixture.Gzip.gzip;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The same content is recognized, in whatever form; other content never is. */
class FingerprintContract extends FingerprintContractTest {

    private static final String PATIENTS_JSON = "[{\"lastName\":\" L2\",\"externalId\":2,\"firstName\":\"F2\"},"
            + "{\"externalId\":\"1\",\"firstName\":\"F1 \",\"lastName\":\"L1\",\"middleName\":\" \",\"more\":[1]}]";
    private static final String PAYMENTS_JSON = "[{\"externalId\":12,\"patientId\":2,\"amount\":\"1e2\"},"
            + "{\"externalId\":11,\"patientId\":\"1\",\"amount\":7.10}]";

    @Test
    void theSameContentAgainIsReadOnceAndNotStaged() {
        List<String> opened = new ArrayList<>();
        Snapshot snapshot = Snapshot.builder()
                .patients(Source.of(() -> opened(opened, patients(1, 3))))
                .payments(Source.of(() -> opened(opened, payments(1, 3, "1", "5"))))
                .build();
        store.sync(snapshot);
        assertThat(opened)
                .as("without a stored fingerprint, nothing is read ahead")
                .hasSize(2);
        Map<String, List<String>> before = everything();

        SyncReport report = syncRecognized(snapshot);

        assertThat(opened).hasSize(4);
        assertThat(report.status()).isEqualTo(Status.UNCHANGED);
        assertThat(report.number()).isEqualTo(2);
        assertThat(report.patients().unchanged()).isEqualTo(3);
        assertThat(report.payments().unchanged()).isEqualTo(3);
        assertThat(store.syncRuns(1).get(0).patients()).isEqualTo(report.patients());
        assertThat(rows("SELECT * FROM " + schema + ".patients")).isEqualTo(table(before, "patients"));
        assertThat(rows("SELECT * FROM " + schema + ".payments")).isEqualTo(table(before, "payments"));
        assertNotRecognized(snapshot(patients(1, 4), payments(1, 4, "1", "5")));
        syncRecognized(snapshot);
    }

    /** Without the key nobody can compute a fingerprint, so nobody can make other content with the same one. */
    @Test
    void aFingerprintIsThatOfOneStore() {
        Snapshot snapshot = snapshot(patients(1, 3), payments(1, 3, "1", "5"));
        store.sync(snapshot);
        List<String> stored = fingerprints();
        syncRecognized(snapshot);

        // Another store would have another key.
        database.execute("UPDATE " + schema + ".store_state SET hash_key = CAST('" + UUID.randomUUID() + "' AS uuid)");

        assertNotRecognized(snapshot);
        store.sync(snapshot);
        assertThat(fingerprints()).doesNotContainAnyElementsOf(stored);
        syncRecognized(snapshot);
    }

    @Test
    void everyStoreHasAKeyOfItsOwn() {
        String key = "SELECT hash_key FROM " + schema + ".store_state";
        assertThat(rows(key)).doesNotContain("[null]");
        String other = database.newSchemaName();
        try {
            PatientPaymentStore.builder(database.owner()).schema(other).build().migrate();
            assertThat(rows("SELECT hash_key FROM " + other + ".store_state")).isNotEqualTo(rows(key));
        } finally {
            database.dropSchema(other);
        }
    }

    private List<String> fingerprints() {
        return rows("SELECT patients_fingerprint, payments_fingerprint FROM " + schema + ".store_state");
    }

    @Test
    void otherContentIsReadAheadAndThenStaged() {
        store.sync(patientsOnly(patients(1, 3)));
        List<String> opened = new ArrayList<>();

        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.of(() -> opened(opened, patients(1, 4))))
                .build());

        assertThat(opened).hasSize(2);
        assertThat(report.patients().read()).isEqualTo(4);
        assertThat(report.patients().inserted()).isEqualTo(1);
    }

    @Test
    void neitherOrderNorFormMatters() {
        List<PatientData> patients = List.of(named("1", "F1", "L1"), named("2", "F2", "L2"));
        List<PaymentData> payments = List.of(payment("11", "1", "7.1"), payment("12", "2", "100.0000"));
        store.sync(snapshot(patients, payments));

        syncRecognized(Snapshot.builder()
                .patients(json(PATIENTS_JSON))
                .payments(json(PAYMENTS_JSON))
                .build());
        syncRecognized(Snapshot.builder()
                .patients(json(gzip(PATIENTS_JSON)))
                .payments(json(gzip(lines(PAYMENTS_JSON))))
                .build());
        syncRecognized(Snapshot.builder()
                .patients(json(lines(PATIENTS_JSON)))
                .payments(json(lines(PAYMENTS_JSON)))
                .acceptUnterminated()
                .build());
        syncRecognized(snapshot(List.of(patients.get(1), patients.get(0)), List.of(payments.get(1), payments.get(0))));
        syncRecognized(patientsOnly(patients));
        syncRecognized(paymentsOnly(payments));
    }

    @Test
    void textThatMovesToTheNextFieldIsOtherContent() {
        assertDiffer(named("1", "ab", "c"), named("1", "a", "bc"));
        assertDiffer(named("1", "a", "b"), named("1a", "a", "b"));
        assertDiffer(
                named("1", "a", "b"),
                PatientData.builder()
                        .externalId("1")
                        .firstName("a")
                        .lastName("b")
                        .middleName("b")
                        .build());
        assertDiffer(
                PatientData.builder()
                        .externalId("1")
                        .firstName("a")
                        .lastName("b")
                        .middleName("1980-01-31")
                        .build(),
                PatientData.builder()
                        .externalId("1")
                        .firstName("a")
                        .lastName("b")
                        .dateOfBirth(LocalDate.of(1980, 1, 31))
                        .build());
        assertDiffer(named("1", "a", "b"), named("1", "A", "b"));
        assertDiffer(named("1", "e\u0301", "b"), named("1", "\u00e9", "b"));
    }

    @Test
    void differentPaymentsAreOtherContent() {
        store.sync(patientsOnly(List.of(patient("1"), patient("11"), patient("12"))));
        assertPaymentsDiffer(List.of(payment("1", "11", "1")), List.of(payment("11", "1", "1")));
        assertPaymentsDiffer(List.of(payment("1", "1", "21")), List.of(payment("1", "12", "1")));
        assertPaymentsDiffer(List.of(payment("1", "1", "1")), List.of(payment("1", "1", "-1")));
        assertPaymentsDiffer(List.of(payment("1", "1", "1")), List.of(payment("1", "1", "10")));
        assertPaymentsDiffer(
                List.of(payment("1", "1", "1"), payment("2", "1", "2")),
                List.of(payment("1", "1", "2"), payment("2", "1", "1")));
    }

    @Test
    void theNumberOfEqualRecordsMatters() {
        List<PatientData> one = patients(1, 1);
        List<PatientData> two = List.of(patient("1"), patient("1"));
        List<PatientData> three = List.of(patient("1"), patient("1"), patient("1"));
        for (List<PatientData> stored : List.of(one, two, three)) {
            SyncReport first = store.sync(patientsOnly(stored));
            assertThat(first.patients().collapsed()).isEqualTo(stored.size() - 1);
            for (List<PatientData> other : List.of(one, two, three)) {
                if (stored == other) {
                    assertThat(syncRecognized(patientsOnly(other)).patients().collapsed())
                            .isEqualTo(stored.size() - 1);
                } else {
                    assertNotRecognized(patientsOnly(other), PATIENTS);
                }
            }
        }
    }

    @Test
    void aOneShotSourceIsStagedAndNothingIsCompared() {
        store.sync(snapshot(patients(1, 3), payments(1, 3, "1", "5")));
        List<String> statements = new ArrayList<>();
        PatientPaymentStore watched = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    statements.add(call.sql());
                    return call.proceed();
                }))
                .schema(schema)
                .build();

        SyncReport report = watched.sync(once(patients(1, 3), payments(1, 3, "1", "5")));

        assertThat(report.status()).isEqualTo(Status.UNCHANGED);
        assertThat(report.patients().unchanged()).isEqualTo(3);
        assertThat(report.payments().unchanged()).isEqualTo(3);
        assertThat(statements).noneMatch(this::compares);
        statements.clear();
        watched.sync(once(patients(1, 3), payments(1, 4, "1", "5")));
        assertThat(statements).anyMatch(this::compares);
        assertThat(rows("SELECT * FROM " + schema + ".patient_stage")).isEmpty();
    }

    @Test
    void oneSetMayBeRecognizedAndTheOtherNot() {
        store.sync(snapshot(patients(1, 3), payments(1, 3, "1", "5")));

        SyncReport report = syncRecognized(snapshot(patients(1, 3), payments(1, 4, "1", "5")), PATIENTS);

        assertThat(report.patients().unchanged()).isEqualTo(3);
        assertThat(report.payments().inserted()).isEqualTo(1);
        syncRecognized(snapshot(patients(1, 3), payments(1, 4, "1", "5")));
    }

    @Test
    void anEmptySetIsRecognizedToo() {
        store.sync(snapshot(List.of(), List.of()));

        assertThat(syncRecognized(snapshot(List.of(), List.of())).status()).isEqualTo(Status.UNCHANGED);
        assertThat(store.sync(snapshot(patients(1, 1), List.of())).patients().inserted())
                .isEqualTo(1);
        assertThat(syncRecognized(snapshot(patients(1, 1), List.of()))
                        .payments()
                        .isFullSet())
                .isTrue();
    }

    @Test
    void aFullComparisonRepairsForeignWrites() {
        Snapshot snapshot = snapshot(patients(1, 3), payments(1, 3, "1", "5"));
        store.sync(snapshot);
        database.execute(
                "UPDATE " + schema + ".patients SET first_name = 'Other' WHERE external_id = '1'",
                "UPDATE " + schema + ".payments SET deleted = updated WHERE external_id = '2'");
        assertThat(store.sync(snapshot).status())
                .as("recognized content is not compared")
                .isEqualTo(Status.UNCHANGED);
        assertThat(store.patient("1").orElseThrow().firstName()).isEqualTo("Other");

        SyncReport report = store.sync(snapshot, SyncOptions.defaults().compareInFull());

        assertThat(report.patients().updated()).isEqualTo(1);
        assertThat(report.payments().restored()).isEqualTo(1);
        assertThat(store.patient("1").orElseThrow().firstName()).isEqualTo("First1");
        syncRecognized(snapshot);
    }

    private void assertDiffer(PatientData one, PatientData other) {
        for (List<PatientData> pair : List.of(List.of(one, other), List.of(other, one))) {
            store.sync(patientsOnly(pair.subList(0, 1)));
            syncRecognized(patientsOnly(pair.subList(0, 1)));
            assertNotRecognized(patientsOnly(pair.subList(1, 2)), PATIENTS);
        }
    }

    private void assertPaymentsDiffer(List<PaymentData> one, List<PaymentData> other) {
        store.sync(paymentsOnly(one));
        syncRecognized(paymentsOnly(one));
        assertNotRecognized(paymentsOnly(other), PAYMENTS);
    }

    private boolean compares(String sql) {
        return sql.startsWith("insert into " + schema + ".patient_diff")
                || sql.startsWith("insert into " + schema + ".payment_diff");
    }

    private static <T> Iterator<T> opened(List<String> opened, List<T> records) {
        opened.add("opened");
        return records.iterator();
    }

    private static Snapshot once(List<PatientData> patients, List<PaymentData> payments) {
        return Snapshot.builder()
                .patients(Source.once(patients.stream()))
                .payments(Source.once(payments.stream()))
                .build();
    }

    private static PatientData named(String externalId, String firstName, String lastName) {
        return PatientData.builder()
                .externalId(externalId)
                .firstName(firstName)
                .lastName(lastName)
                .build();
    }

    private static List<String> table(Map<String, List<String>> tables, String name) {
        return tables.entrySet().stream()
                .filter(table -> table.getKey().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static String lines(String array) {
        return array.substring(1, array.length() - 1).replace("},{", "}\n{");
    }
}
