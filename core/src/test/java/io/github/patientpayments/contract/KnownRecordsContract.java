package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Elements that equal live records are known by their hashes and not staged. The result is the same as if they were:
 * what is tested for both kinds of comparison is what depends on an element that is not staged.
 */
class KnownRecordsContract extends ContractTest {

    private static final int IN_MEMORY = 1_000;
    private static final int IN_DATABASE = 0;

    private static final List<PatientData> PATIENTS = List.of(patient("A"), patient("B"), patient("C"));
    private static final List<PaymentData> PAYMENTS =
            List.of(payment("a", "A", "1"), payment("b", "B", "2"), payment("c", "C", "3"), payment("d", "C", "4"));

    private final AtomicReference<String> staged = new AtomicReference<>("");

    @BeforeEach
    void load() {
        sync(PATIENTS, PAYMENTS);
    }

    @Test
    void onlyTheOthersAreStaged() {
        compare(IN_MEMORY);

        SyncReport report = sync(
                List.of(patient("A"), patient("B", "Other", "Name"), patient("C")),
                List.of(
                        payment("a", "A", "1"),
                        payment("b", "B", "2.5"),
                        payment("c", "C", "3"),
                        payment("e", "C", "5")));

        assertThat(staged).hasValue("1 patients, 2 payments");
        assertThat(report.patients()).hasToString("3 read: 1 updated, 2 unchanged");
        assertThat(report.payments()).hasToString("4 read: 1 inserted, 1 updated, 2 unchanged, 1 deleted");
        assertPayments("a A 1.00", "b B 2.50", "c C 3.00", "e C 5.00");
    }

    @Test
    void aLargerMirrorIsComparedInTheDatabase() {
        compare(3);

        sync(PATIENTS, List.of(PAYMENTS.get(0), PAYMENTS.get(1), PAYMENTS.get(2), payment("d", "C", "5")));

        assertThat(staged).hasValue("0 patients, 4 payments");
        assertPayments("a A 1.00", "b B 2.00", "c C 3.00", "d C 5.00");
    }

    @ParameterizedTest
    @ValueSource(ints = {IN_MEMORY, IN_DATABASE})
    void anEqualElementThatIsRepeatedCollapses(int most) {
        compare(most);

        SyncReport report = sync(
                List.of(patient("A"), patient("B"), patient("A"), patient("C"), patient("A")),
                List.of(PAYMENTS.get(0), PAYMENTS.get(1), PAYMENTS.get(2), PAYMENTS.get(3), PAYMENTS.get(1)));

        assertThat(report.status()).isEqualTo(Status.UNCHANGED);
        assertThat(report.patients()).hasToString("5 read: 3 unchanged, 2 collapsed");
        assertThat(report.payments()).hasToString("5 read: 4 unchanged, 1 collapsed");
    }

    @ParameterizedTest
    @ValueSource(ints = {IN_MEMORY, IN_DATABASE})
    void ofAnEqualAndADifferentElementTheFirstCounts(int most) {
        compare(most);

        SyncReport report = sync(
                List.of(patient("A"), patient("A", "Other", "Name"), patient("B"), patient("C")),
                List.of(
                        payment("a", "A", "9"),
                        payment("a", "A", "1"),
                        payment("b", "B", "2"),
                        payment("b", "A", "2"),
                        payment("c", "C", "3"),
                        payment("d", "C", "4")));

        assertThat(report.patients()).hasToString("4 read: 3 unchanged, 1 rejected");
        assertThat(report.payments()).hasToString("6 read: 1 updated, 3 unchanged, 2 rejected");
        assertThat(report.rejections())
                .extracting(Rejection::position, Rejection::externalId)
                .hasToString("[(2L, Optional[A]), (2L, Optional[a]), (4L, Optional[b])]");
        assertPayments("a A 9.00", "b B 2.00", "c C 3.00", "d C 4.00");
    }

    @ParameterizedTest
    @ValueSource(ints = {IN_MEMORY, IN_DATABASE})
    void anInvalidElementDoesNotRetainWhatAnEqualOneShows(int most) {
        compare(most);

        SyncReport report = sync(
                List.of(invalidPatient("A"), patient("A"), patient("B"), patient("C")),
                List.of(
                        PAYMENTS.get(0),
                        invalidPayment("a", "A"),
                        invalidPayment("b", "B"),
                        PAYMENTS.get(2),
                        PAYMENTS.get(3)));

        assertThat(report.patients()).hasToString("4 read: 3 unchanged, 1 rejected");
        assertThat(report.payments()).hasToString("5 read: 3 unchanged, 2 rejected, 1 retained");
    }

    @ParameterizedTest
    @ValueSource(ints = {IN_MEMORY, IN_DATABASE})
    void anEqualPaymentOfAPatientWhoIsDeletedIsRejected(int most) {
        compare(most);

        SyncReport report = sync(List.of(patient("A"), patient("B")), PAYMENTS);

        assertThat(report.payments())
                .hasToString("4 read: 2 unchanged, 2 deleted, 2 rejected (2 of the deleted cascaded)");
        assertThat(report.rejections())
                .extracting(Rejection::position, Rejection::externalId, Rejection::patientExternalId)
                .hasToString("[(3L, Optional[c], Optional[C]), (4L, Optional[d], Optional[C])]");
        assertPayments("a A 1.00", "b B 2.00");
        assertThat(sync(PATIENTS, PAYMENTS).payments().restored()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {IN_MEMORY, IN_DATABASE})
    void anUnreadablePaymentKeepsThePatientsOfEqualOnes(int most) {
        compare(most);

        SyncReport report = sync(
                List.of(patient("A"), patient("B")),
                List.of(
                        PAYMENTS.get(0),
                        PAYMENTS.get(1),
                        PAYMENTS.get(2),
                        PaymentData.builder().build()));

        assertThat(report.patients()).hasToString("2 read: 2 unchanged, 1 withheld");
        assertThat(report.payments()).hasToString("4 read: 3 unchanged, 1 rejected, 1 withheld");
        assertPayments("a A 1.00", "b B 2.00", "c C 3.00", "d C 4.00");
    }

    @Test
    void recognizedPaymentsAreComparedByTheirHashesToo() {
        compare(IN_MEMORY);
        sync(List.of(patient("A"), patient("B"), patient("C"), patient("D")), PAYMENTS);

        SyncReport report = sync(List.of(patient("A"), patient("B"), patient("D")), PAYMENTS);

        assertThat(staged).hasValue("0 patients, 2 payments");
        assertThat(report.payments().deleted()).isEqualTo(2);
        assertThat(report.payments().rejected()).isEqualTo(2);
    }

    /** The versions to which a revert returns have no hashes. */
    @Test
    void whatARevertWroteIsComparedOnceAndThenKnown() {
        compare(IN_MEMORY);
        sync(
                List.of(patient("A", "Other", "Name"), patient("B"), patient("C")),
                List.of(payment("a", "A", "7"), PAYMENTS.get(1), PAYMENTS.get(2), PAYMENTS.get(3)));
        store.revertTo(1);
        List<PaymentData> another =
                List.of(PAYMENTS.get(0), PAYMENTS.get(1), PAYMENTS.get(2), PAYMENTS.get(3), payment("e", "A", "1"));

        assertThat(sync(PATIENTS, another).payments()).hasToString("5 read: 1 inserted, 4 unchanged");
        assertThat(staged).hasValue("1 patients, 2 payments");

        assertThat(sync(PATIENTS, PAYMENTS).payments()).hasToString("4 read: 4 unchanged, 1 deleted");
        assertThat(staged).hasValue("0 patients, 0 payments");
    }

    @ParameterizedTest
    @ValueSource(ints = {IN_MEMORY, IN_DATABASE})
    void ofARepeatedPaymentWhosePatientIsDeletedEachIsRejected(int most) {
        compare(most);

        SyncReport report = sync(
                List.of(patient("A"), patient("B")),
                List.of(PAYMENTS.get(2), PAYMENTS.get(0), PAYMENTS.get(2), payment("d", "A", "9"), PAYMENTS.get(3)));

        assertThat(report.payments())
                .hasToString("5 read: 1 updated, 1 unchanged, 2 deleted, 3 rejected (1 of the deleted cascaded)");
        assertPayments("a A 1.00", "d A 9.00");
    }

    @Test
    void tombstonesDoNotCountAgainstTheLimit() {
        sync(PATIENTS, PAYMENTS.subList(0, 2));
        compare(3);

        sync(PATIENTS, List.of(PAYMENTS.get(0), payment("b", "B", "5")));

        assertThat(staged).hasValue("0 patients, 1 payments");
    }

    @Test
    void aRejectedElementLeavesTheHashOfItsRecord() {
        compare(IN_MEMORY);
        List<String> hashes = hashes();

        store.sync(
                Snapshot.builder()
                        .patients(Source.of(List.of(patient("A"), patient("B"), invalidPatient("C"))))
                        .payments(Source.of(PAYMENTS))
                        .build(),
                SyncOptions.defaults().compareInFull());

        assertThat(hashes()).isEqualTo(hashes);
    }

    /** Of records without a hash, the missing ones are deleted like any other. */
    @Test
    void whatHasNoHashOrAForeignOneIsCompared() {
        compare(IN_MEMORY);
        database.execute(
                "UPDATE " + schema + ".payments SET content_hash = NULL",
                "UPDATE " + schema + ".patients SET content_hash = (SELECT content_hash FROM " + schema
                        + ".patients WHERE external_id = 'A') WHERE external_id = 'B'");

        SyncReport report =
                sync(List.of(patient("A"), patient("B", "Other", "Name"), patient("C")), PAYMENTS.subList(0, 3));

        assertThat(report.patients()).hasToString("3 read: 1 updated, 2 unchanged");
        assertThat(report.payments()).hasToString("3 read: 3 unchanged, 1 deleted");
        assertPayments("a A 1.00", "b B 2.00", "c C 3.00");
    }

    @Test
    void aRecordWithTheHashOfAnotherIsDeletedWhenItIsMissing() {
        compare(IN_MEMORY);
        database.execute("UPDATE " + schema + ".patients SET content_hash = (SELECT content_hash FROM " + schema
                + ".patients WHERE external_id = 'A') WHERE external_id = 'B'");

        SyncReport report = syncPatients(patient("A"), patient("C"));

        assertThat(report.patients()).hasToString("2 read: 2 unchanged, 1 deleted");
        assertThat(store.patient("B")).isEmpty();
    }

    @Test
    void aFullComparisonTrustsNoHash() {
        compare(IN_MEMORY);
        database.execute("UPDATE " + schema + ".patients SET first_name = 'Other' WHERE external_id = 'B'");

        SyncReport report = store.sync(
                Snapshot.builder()
                        .patients(Source.of(PATIENTS))
                        .payments(Source.of(PAYMENTS))
                        .build(),
                SyncOptions.defaults().compareInFull());

        assertThat(staged).hasValue("3 patients, 4 payments");
        assertThat(report.patients().updated()).isEqualTo(1);
        assertThat(store.patient("B").orElseThrow().firstName()).isEqualTo("FirstB");
    }

    @Test
    void aFullComparisonRenewsTheHashes() {
        compare(IN_MEMORY);
        List<String> hashes = hashes();
        database.execute(
                "UPDATE " + schema + ".patients SET content_hash = CAST('00000000-0000-0000-0000-000000000000' AS uuid)"
                        + " WHERE external_id = 'A'",
                "UPDATE " + schema + ".payments SET content_hash = NULL");

        SyncReport report = store.sync(
                Snapshot.builder()
                        .patients(Source.of(PATIENTS))
                        .payments(Source.of(PAYMENTS))
                        .build(),
                SyncOptions.defaults().compareInFull());

        assertThat(report.status()).isEqualTo(Status.UNCHANGED);
        assertThat(hashes()).isEqualTo(hashes);
    }

    private List<String> hashes() {
        return rows("SELECT external_id, content_hash FROM " + schema + ".patients UNION ALL SELECT external_id,"
                + " content_hash FROM " + schema + ".payments");
    }

    private void compare(int most) {
        staged.set("");
        store = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.is(Statement.class, "addBatch")
                            && call.sql().contains("insert into " + schema + ".sync_runs")) {
                        Connection connection = ((Statement) call.target()).getConnection();
                        staged.set(count(connection, "patient_stage") + " patients, "
                                + count(connection, "payment_stage") + " payments");
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .guard(UNGUARDED)
                .maxRecordsInMemory(most)
                .build();
    }

    private String count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + schema + "." + table)) {
            row.next();
            return row.getString(1);
        }
    }

    private void assertPayments(String... expected) {
        assertThat(store.payments(PaymentFilter.all(), PageRequest.by(PaymentSort.ID)).items().stream()
                        .map(payment ->
                                payment.externalId() + " " + payment.patientExternalId() + " " + payment.amount()))
                .containsExactlyInAnyOrder(expected);
        assertThat(store.verifyIntegrity().counts()).isEmpty();
    }
}
