package io.github.patientpayments.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An erased patient stays erased, whatever is synced: {@code Erika} was erased. */
class SuppressionContract extends ContractTest {

    private static final PatientData ERIKA = patient("Erika");
    private static final PatientData OTTO = patient("Otto");
    private static final PaymentData ERIKA_1 = payment("Erika-1", "Erika", "1");
    private static final PaymentData OTTO_1 = payment("Otto-1", "Otto", "8");
    private static final PaymentData OTTO_2 = payment("Otto-2", "Otto", "16");
    private static final PaymentData OTTO_2_IS_ERIKAS = payment("Otto-2", "Erika", "16");

    private long erased;

    @BeforeEach
    void erase() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY));
        sync(List.of(ERIKA, OTTO), List.of(ERIKA_1, OTTO_1, OTTO_2));
        erased = store.patient("Erika").orElseThrow().id();
        store.erase("Erika");
    }

    @Test
    void aSnapshotDoesNotBringThePatientBack() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY).guard(Guard.defaults()));

        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.of(List.of(ERIKA, OTTO, patient("Erika", "Other", "Name"))))
                .payments(Source.of(List.of(ERIKA_1, OTTO_1, OTTO_2, payment("new", "Erika", "100"))))
                .controlTotals(ControlTotals.payments(4, new BigDecimal("125")).withPatients(3))
                .build());

        assertThat(report.status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertSuppressed(report.patients(), 2);
        assertSuppressed(report.payments(), 2);
        assertThat(report.patients().collapsed() + report.patients().rejected()).isZero();
        assertThat(report.patients().unchanged()).isEqualTo(1);
        assertThat(report.payments().unchanged()).isEqualTo(2);
        assertThat(store.syncRuns(1).get(0).payments()).isEqualTo(report.payments());
        assertNoTrace(report);
    }

    @Test
    void aDeltaDoesNotBringThePatientBack() {
        SyncReport report = delta(
                List.of(ERIKA, patient("New"), PatientData.deletion("Erika")),
                List.of(ERIKA_1, payment("new", "New", "1"), PaymentData.deletion("Erika-1")));

        assertSuppressed(report.patients(), 2);
        assertSuppressed(report.payments(), 1);
        assertThat(report.payments().unchanged()).isEqualTo(1);
        assertNoTrace(report);
    }

    @Test
    void invalidSuppressedElementsAreNeitherRejectedNorLogged() {
        SyncReport report = store.sync(Snapshot.builder()
                .patients(json("[{\"externalId\":\"Erika\",\"lastName\":7},{\"externalId\":\"Otto\","
                        + "\"firstName\":\"FirstOtto\",\"lastName\":\"LastOtto\",\"dateOfBirth\":\"1980-01-31\"}]"))
                .payments(Source.of(List.of(
                        invalidPayment("Erika-1", "Erika"),
                        PaymentData.builder().patientExternalId("Erika").build(),
                        OTTO_1)))
                .build());

        assertSuppressed(report.patients(), 1);
        assertSuppressed(report.payments(), 2);
        assertThat(report.payments().withheld()).isZero();
        assertThat(report.payments().deleted()).isEqualTo(1);
        assertNoTrace(report);
    }

    @Test
    void aPaymentThatMovesToAnErasedPatientIsDeleted() {
        SyncReport report = sync(List.of(OTTO), List.of(OTTO_1, OTTO_2_IS_ERIKAS));

        assertSuppressed(report.payments(), 1);
        assertThat(report.payments().deleted()).isEqualTo(1);
        assertThat(report.payments().unchanged()).isEqualTo(1);
        assertThat(store.payment("Otto-2")).isEmpty();
        assertThat(store.patient("Otto").orElseThrow().paymentTotal()).isEqualTo("8.00");
    }

    @Test
    void aDeltaDeletesAPaymentThatMovesToAnErasedPatient() {
        SyncReport report = delta(List.of(), List.of(OTTO_2_IS_ERIKAS, PaymentData.deletion("Otto-1")));

        assertSuppressed(report.payments(), 1);
        assertThat(report.payments().deleted()).isEqualTo(2);
        assertThat(report.payments().unchanged()).isZero();
        assertThat(store.totals(PatientFilter.all()).payments()).isZero();
        assertThat(store.patient("Otto").orElseThrow().paymentTotal()).isEqualTo("0.00");
    }

    @Test
    void anotherElementOfThePaymentKeepsIt() {
        SyncReport report =
                sync(List.of(OTTO), List.of(OTTO_1, OTTO_2_IS_ERIKAS, payment("Otto-2", "Otto", "17"), ERIKA_1));

        assertSuppressed(report.payments(), 2);
        assertThat(report.payments().rejected()).isZero();
        assertThat(store.payment("Otto-2").orElseThrow().amount()).isEqualTo("17.00");
    }

    @Test
    void aCascadedPaymentThatMovesToAnErasedPatientDoesNotReturn() {
        syncPatients();
        delta(List.of(), List.of(OTTO_2_IS_ERIKAS));

        SyncReport report = delta(List.of(OTTO), List.of());

        assertThat(report.payments().restored()).isEqualTo(1);
        assertThat(store.payment("Otto-2")).isEmpty();
    }

    @Test
    void livePaymentsAssignedToAnErasedPatientCountAsDeletions() {
        List<PaymentData> payments = new ArrayList<>(IntStream.rangeClosed(1, 10)
                .mapToObj(i -> payment("p" + i, "Otto", "1"))
                .toList());
        sync(List.of(OTTO), payments);
        for (int i = 0; i < 9; i++) {
            payments.set(i, payment("p" + (i + 1), "Erika", "1"));
        }
        store = store(builder -> builder.erasureKey(ErasureContract.KEY).guard(Guard.defaults()));

        assertThatThrownBy(() -> sync(List.of(ERIKA, OTTO), payments))
                .isInstanceOf(SnapshotRefusedException.class)
                .hasMessageContaining("DELETIONS: 9 of 10 live payments would be deleted");
        assertThat(store.patient("Otto").orElseThrow().paymentTotal()).isEqualTo("10.00");
    }

    @Test
    void aSetOfOnlySuppressedElementsIsNotAllRejected() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY).guard(Guard.defaults()));

        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.of(List.of(ERIKA)))
                .payments(Source.of(List.of(ERIKA_1)))
                .build());

        assertThat(report.patients().deleted()).isEqualTo(1);
        assertThat(report.payments().deleted()).isEqualTo(2);
    }

    @Test
    void contentWithSuppressedElementsIsRecognized() {
        sync(List.of(ERIKA, OTTO), List.of(ERIKA_1, OTTO_1, OTTO_2_IS_ERIKAS));
        // Shows that the set is recognized: a full comparison would find this.
        database.execute("UPDATE " + schema + ".patients SET first_name = 'Changed'");

        SyncReport again = sync(List.of(ERIKA, OTTO), List.of(ERIKA_1, OTTO_1, OTTO_2_IS_ERIKAS));
        SyncReport once = store.sync(Snapshot.builder()
                .patients(Source.once(List.of(OTTO, ERIKA).stream()))
                .payments(Source.once(List.of(OTTO_2_IS_ERIKAS, ERIKA_1, OTTO_1).stream()))
                .build());

        for (SyncReport report : List.of(again, once)) {
            assertThat(report.status()).isEqualTo(SyncRun.Status.UNCHANGED);
            assertSuppressed(report.patients(), 1);
            assertSuppressed(report.payments(), 2);
            assertThat(report.patients().unchanged()).isEqualTo(1);
            assertThat(report.payments().unchanged()).isEqualTo(1);
        }
        assertThat(store.patient("Otto").orElseThrow().firstName()).isEqualTo("Changed");
    }

    /** With a plain fingerprint, somebody who knows all other records could verify a guess at the erased patient. */
    @Test
    void aStoredFingerprintRevealsNothingWithoutTheKey() {
        sync(List.of(ERIKA, OTTO), List.of(ERIKA_1, OTTO_1, OTTO_2));
        List<String> underThisKey = fingerprints();

        emptyStore();
        store = store(builder -> builder.erasureKey("another key, of more than thirty-two bytes".getBytes(UTF_8)));
        store.erase("Erika");
        sync(List.of(ERIKA, OTTO), List.of(ERIKA_1, OTTO_1, OTTO_2));

        assertThat(fingerprints()).doesNotContain("[null]").doesNotContainAnyElementsOf(underThisKey);
    }

    @Test
    void anUnsuppressedPatientIsANewOne() {
        List<PatientData> patients = List.of(ERIKA, OTTO);
        List<PaymentData> payments = List.of(ERIKA_1, OTTO_1, OTTO_2);
        sync(patients, payments);
        long runs = store.syncRuns(1).get(0).number();

        assertThat(store.unsuppress("Erika")).isTrue();

        assertThat(store.syncRuns(1).get(0).number()).isEqualTo(runs + 1);
        assertThat(store.syncRuns(1).get(0).kind()).isEqualTo(SyncRun.Kind.UNSUPPRESSION);
        assertThat(rows("SELECT count(*) FROM " + schema + ".erasures")).containsExactly("[0]");
        SyncReport report = sync(patients, payments);
        assertThat(report.patients().inserted()).isEqualTo(1);
        assertThat(report.payments().inserted()).isEqualTo(1);
        assertSuppressed(report.patients(), 0);
        assertThat(store.patient("Erika").orElseThrow().id()).isGreaterThan(erased);
        assertThat(store.patient("Erika").orElseThrow().createdAt()).isEqualTo(report.time());
        assertThat(store.patient("Erika").orElseThrow().paymentTotal()).isEqualTo("1.00");
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }

    @Test
    void unsuppressingAPatientThatWasNotErasedReturnsFalse() {
        long runs = store.syncRuns(1).get(0).number();

        assertThat(store.unsuppress("Otto")).isFalse();
        assertThat(store.unsuppress("Erika ")).isFalse();

        assertThat(store.syncRuns(1).get(0).number()).isEqualTo(runs);
    }

    @Test
    void aPatientErasedBeforeARefusalIsLoggedIsNotLogged() {
        AtomicBoolean erasing = new AtomicBoolean();
        PatientPaymentStore other = PatientPaymentStore.builder(otherPool())
                .schema(schema)
                .erasureKey(ErasureContract.KEY)
                .build();
        PatientPaymentStore refusing = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    Object result = call.proceed();
                    if (call.sql().endsWith("for update")) {
                        erasing.set(true);
                    }
                    if (call.is(Connection.class, "rollback") && erasing.compareAndSet(true, false)) {
                        other.erase("Late");
                    }
                    return result;
                }))
                .schema(schema)
                .erasureKey(ErasureContract.KEY)
                .build();

        assertThatThrownBy(() -> refusing.sync(Snapshot.builder()
                        .patients(Source.of(List.of(invalidPatient("Late"))))
                        .build()))
                .isInstanceOfSatisfying(
                        SnapshotRefusedException.class,
                        e -> assertThat(e.refusals())
                                .extracting(Refusal::reason)
                                .contains(Refusal.Reason.ALL_REJECTED));
        assertThat(store.syncRuns(1).get(0).status()).isEqualTo(SyncRun.Status.REFUSED);
        assertThat(everything().toString()).doesNotContain("Late");
    }

    private SyncReport delta(List<PatientData> patients, List<PaymentData> payments) {
        return store.sync(Delta.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build());
    }

    private List<String> fingerprints() {
        return List.of(
                rows("SELECT patients_fingerprint FROM " + schema + ".store_state")
                        .get(0),
                rows("SELECT payments_fingerprint FROM " + schema + ".store_state")
                        .get(0));
    }

    private void assertNoTrace(SyncReport report) {
        assertThat(report.rejections()).isEmpty();
        assertThat(report.toString()).doesNotContain("Erika");
        assertThat(everything().toString()).doesNotContain("Erika").contains("Otto");
    }

    private static void assertSuppressed(SyncCounts counts, long suppressed) {
        assertThat(counts.suppressed()).as("suppressed of " + counts).isEqualTo(suppressed);
    }
}
