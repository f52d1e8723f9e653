package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Preview;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A full set that has only the payments since a date: what it decides about, and what it leaves alone. */
class PaidScopeContract extends ContractTest {

    private static final LocalDate MAY = LocalDate.of(2025, 5, 17);
    private static final LocalDate JUNE = LocalDate.of(2025, 6, 1);
    private static final LocalDate JULY = LocalDate.of(2025, 7, 1);

    private static final List<PatientData> PATIENTS = List.of(patient("A"), patient("B"));

    /** Of which 3 and 4 are paid since June. */
    private static final List<PaymentData> PAYMENTS = List.of(
            paid("1", "A", "1", null), paid("2", "A", "2", MAY), paid("3", "A", "3", JUNE), paid("4", "B", "4", JULY));

    @BeforeEach
    void load() {
        store = store(builder -> builder.erasureKey(ErasureContract.KEY));
        sync(PATIENTS, PAYMENTS);
    }

    /** The set says that it is an erased patient's now, so the stored one is gone, outside the scope too. */
    @Test
    void aPaymentThatNamesAnErasedPatientDoesNotReturnWithItsFormerOne() {
        store.erase("E");
        syncPatients(patient("B"));
        Snapshot named = Snapshot.builder()
                .patients(Source.of(PATIENTS))
                .payments(Source.of(
                        List.of(paid("2", "E", "2", JULY), paid("3", "A", "3", JUNE), paid("4", "B", "4", JULY))))
                .paymentsPaidFrom(JUNE)
                .build();

        store.sync(named);

        assertStored("1 1.00 null", "3 3.00 " + JUNE, "4 4.00 " + JULY);
        assertThat(store.sync(named, SyncOptions.defaults().compareInFull()).status())
                .isEqualTo(Status.UNCHANGED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000})
    void onlyWhatIsMissingWithinTheScopeIsDeleted(int inMemory) {
        store = store(builder -> builder.maxRecordsInMemory(inMemory));

        SyncReport report = syncSince(JUNE, paid("4", "B", "4.5", JULY), paid("5", "B", "5", JUNE));

        assertThat(report.payments()).hasToString("2 read: 1 inserted, 1 updated, 1 deleted");
        assertStored("1 1.00 null", "2 2.00 " + MAY, "4 4.50 " + JULY, "5 5.00 " + JUNE);
        assertThat(store.patient("A").orElseThrow().paymentTotal()).isEqualTo("3.00");
        assertSound();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000})
    void whatIsOutsideTheScopeIsRejectedAndStays(int inMemory) {
        store = store(builder -> builder.maxRecordsInMemory(inMemory));

        SyncReport report = syncSince(
                JUNE,
                paid("1", "A", "1", null),
                paid("2", "A", "9", MAY),
                paid("3", "A", "3", JUNE.minusDays(1)),
                paid("4", "B", "4", JULY),
                paid("6", "B", "6", null));

        assertThat(report.payments()).hasToString("5 read: 1 unchanged, 4 rejected, 3 retained");
        assertThat(report.rejections())
                .flatExtracting(Rejection::faults)
                .containsOnly(new Rejection.Fault("paidOn", Rejection.Code.OUTSIDE_SCOPE));
        assertThat(report.rejections().get(0).faults().get(0).message())
                .isEqualTo("Paid on is outside the scope of the set");
        assertStored("1 1.00 null", "2 2.00 " + MAY, "3 3.00 " + JUNE, "4 4.00 " + JULY);
        assertSound();
    }

    @Test
    void anInvalidDateIsNotAlsoOutsideTheScope() {
        SyncReport report = store.sync(Snapshot.builder()
                .payments(json("[{\"externalId\":\"3\",\"patientId\":\"A\",\"amount\":3,\"paidOn\":\"2025-13-01\"}]"))
                .paymentsPaidFrom(JUNE)
                .build());

        assertThat(report.rejections())
                .flatExtracting(Rejection::faults)
                .containsExactly(new Rejection.Fault("paidOn", Rejection.Code.INVALID_DATE));
        assertThat(report.payments()).hasToString("1 read: 1 deleted, 1 rejected, 1 retained");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000})
    void aPaymentThatComesIntoTheScopeIsUpdated(int inMemory) {
        store = store(builder -> builder.maxRecordsInMemory(inMemory));

        SyncReport report = syncSince(
                JUNE,
                paid("1", "A", "1", JUNE),
                paid("2", "B", "2", JULY),
                paid("3", "A", "3", JUNE),
                paid("4", "B", "4", JULY));

        assertThat(report.payments()).hasToString("4 read: 2 updated, 2 unchanged");
        assertStored("1 1.00 " + JUNE, "2 2.00 " + JULY, "3 3.00 " + JUNE, "4 4.00 " + JULY);
        assertSound();
    }

    @Test
    void ofElementsWithOneIdTheOneWithinTheScopeCounts() {
        SyncReport report = syncSince(
                JUNE,
                paid("3", "A", "3", MAY),
                paid("3", "A", "3", JUNE),
                paid("4", "B", "4", JULY),
                paid("4", "B", "4", null));

        assertThat(report.payments()).hasToString("4 read: 2 unchanged, 2 rejected");
    }

    @Test
    void theSameContentOfAnotherScopeIsAnotherContent() {
        PaymentData july = PAYMENTS.get(3);
        assertThat(syncSince(JULY, july).status()).isEqualTo(Status.UNCHANGED);
        assertThat(syncSince(JULY, july).status()).isEqualTo(Status.UNCHANGED);
        assertSound();

        assertThat(syncSince(JUNE, july).payments().deleted()).isEqualTo(1);
        assertSound();
        assertThat(syncSince(JULY, july).status()).isEqualTo(Status.UNCHANGED);
        assertThat(syncPayments(july).payments().deleted()).isEqualTo(2);
        assertStored("4 4.00 " + JULY);
        assertThat(syncSince(LocalDate.of(1901, 1, 1), july).status()).isEqualTo(Status.UNCHANGED);
        assertSound();
    }

    @Test
    void anUnchangedSetIsRecognizedByItsFingerprint() {
        syncSince(JUNE, PAYMENTS.get(2), PAYMENTS.get(3));
        database.execute("UPDATE " + schema + ".payments SET content_hash = NULL, amount = 99 WHERE external_id = '3'");

        SyncReport report = syncSince(JUNE, PAYMENTS.get(3), PAYMENTS.get(2));

        assertThat(report.payments()).as("not compared").hasToString("2 read: 2 unchanged");
    }

    @Test
    void theRunLogHasTheScope() {
        syncSince(JUNE, PAYMENTS.get(3));

        assertThat(store.syncRuns(2))
                .extracting(run -> run.payments().paidFrom().orElse(null))
                .containsExactly(JUNE, null);
        assertThat(store.syncRuns(1).get(0).patients().paidFrom()).isEmpty();
    }

    @Test
    void aPaymentsHistoryAndFeedFollow() {
        syncSince(JUNE, paid("1", "A", "1", JULY), paid("4", "B", "4", JULY));

        assertThat(store.history().changes(store.history().cursorAfter(1), 10).changes())
                .extracting(change -> change.kind() + " " + change.externalId().orElseThrow())
                .containsExactly("UPDATED 1", "DELETED 3");
        assertThat(store.revertTo(1).payments().isChanged()).isTrue();
        assertStored("1 1.00 null", "2 2.00 " + MAY, "3 3.00 " + JUNE, "4 4.00 " + JULY);
        assertSound();
    }

    @Test
    void anEmptySetIsRefusedIfTheScopeIsNotEmpty() {
        store = store(builder -> builder.guard(Guard.defaults()));

        assertThat(refused(JUNE).refusals().get(0).message())
                .isEqualTo("There are no payments in it, and 2 of its scope in the store.");
        assertThat(syncSince(LocalDate.of(2026, 1, 1)).status()).isEqualTo(Status.UNCHANGED);
    }

    @Test
    void deletionsAreWeighedAgainstTheScopeToo() {
        fill(100, 10);

        SnapshotRefusedException refused =
                refused(JUNE, recent(10).subList(0, 5).toArray(PaymentData[]::new));

        assertThat(refused.refusals())
                .extracting(refusal -> refusal.reason() + ": " + refusal.message())
                .containsExactly(
                        "DELETIONS: 5 of 10 live payments paid since 2025-06-01 would be deleted"
                                + " (50 %; allowed: up to 20 %, or fewer than 5).",
                        "DELETIONS: 50.00 of 100.00 of live money would go with 5 payments paid since 2025-06-01"
                                + " (50 %; allowed: up to 20 %, or fewer than 5).");
        assertThat(syncSince(JUNE, recent(10).subList(0, 8).toArray(PaymentData[]::new))
                        .payments()
                        .deleted())
                .isEqualTo(2);
    }

    @Test
    void changesAreWeighedAgainstTheScopeToo() {
        fill(1_000, 30);
        PaymentData[] cents = recent(30).stream()
                .map(payment -> paid(payment.externalId().orElseThrow(), "A", "1000", JULY))
                .toArray(PaymentData[]::new);

        assertThat(refused(JUNE, cents).refusals())
                .extracting(refusal -> refusal.reason() + ": " + refusal.message())
                .contains("CHANGES: 30 of 30 live payments paid since 2025-06-01 would change"
                        + " (100 %; allowed: up to 50 %, or fewer than 20).")
                .anyMatch(message -> message.contains("would be the difference made by 30 payments paid since"));
    }

    /** The first dates of payments come from outside of the scope, and a patient's old payments go with the patient. */
    @Test
    void whatMovesOutsideTheScopeIsNotWeighedAgainstIt() {
        fill(1_000, 30);
        List<PaymentData> payments = new ArrayList<>(recent(30));
        for (int i = 0; i < 25; i++) {
            payments.add(paid("old" + i, "A", "10", JULY));
        }

        assertThat(syncSince(JUNE, payments.toArray(PaymentData[]::new)).payments())
                .hasToString("55 read: 25 updated, 30 unchanged");

        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.of(List.of(patient("A"))))
                .payments(Source.of(payments))
                .paymentsPaidFrom(JUNE)
                .build());

        assertThat(report.payments()).hasToString("55 read: 55 unchanged, 50 deleted (50 of the deleted cascaded)");
    }

    @Test
    void insertionsAreWeighedAgainstTheScopeToo() {
        fill(100, 4);
        store = store(builder -> builder.guard(Guard.defaults().insertions(new Guard.Limit(new BigDecimal("0.5"), 4))));

        assertThat(refused(JUNE, recent(8).toArray(PaymentData[]::new)).refusals())
                .extracting(refusal -> refusal.reason() + ": " + refusal.message())
                .containsExactly("INSERTIONS: 4 payments paid since 2025-06-01 would be new or restored, and 4 are live"
                        + " (100 %; allowed: up to 50 %).");
    }

    @Test
    void controlTotalsAreThoseOfTheSet() {
        store = store(builder -> builder.guard(Guard.defaults()));
        Snapshot.Builder snapshot = Snapshot.builder()
                .payments(Source.of(List.of(PAYMENTS.get(2), PAYMENTS.get(3))))
                .paymentsPaidFrom(JUNE);

        assertThat(store.sync(snapshot.controlTotals(ControlTotals.payments(2, new BigDecimal("7")))
                                .build())
                        .status())
                .isEqualTo(Status.UNCHANGED);
        assertThatThrownBy(() -> store.sync(snapshot.controlTotals(ControlTotals.payments(4, new BigDecimal("10")))
                        .build()))
                .isInstanceOf(SnapshotRefusedException.class)
                .hasMessageContaining("CONTROL_TOTALS");
    }

    @Test
    void deletionsWithinTheScopeAreWithheld() {
        SyncReport unreadable = syncSince(
                JUNE,
                paid("4", "B", "4", JULY),
                PaymentData.builder().paidOn(JULY).build());
        assertThat(unreadable.payments()).hasToString("2 read: 1 unchanged, 1 rejected, 1 withheld");

        SyncReport asked = store.sync(
                Snapshot.builder()
                        .payments(Source.of(List.of(PAYMENTS.get(3))))
                        .paymentsPaidFrom(JUNE)
                        .build(),
                SyncOptions.defaults().withholdDeletions());
        assertThat(asked.payments()).hasToString("1 read: 1 unchanged, 1 withheld");
        assertStored("1 1.00 null", "2 2.00 " + MAY, "3 3.00 " + JUNE, "4 4.00 " + JULY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000})
    void paymentsOutsideTheScopeGoAndReturnWithTheirPatient(int inMemory) {
        store = store(builder -> builder.maxRecordsInMemory(inMemory));
        PaymentData july = PAYMENTS.get(3);
        SyncReport gone = sync(List.of(patient("B")), JUNE, july);
        assertThat(gone.payments()).hasToString("1 read: 1 unchanged, 3 deleted (2 of the deleted cascaded)");
        assertStored("4 4.00 " + JULY);

        SyncReport back = sync(PATIENTS, JUNE, july);

        assertThat(back.payments().restored()).isEqualTo(2);
        assertStored("1 1.00 null", "2 2.00 " + MAY, "4 4.00 " + JULY);
        assertSound();
    }

    /** The set decides about those within the scope, and does not hold 3. */
    @Test
    void aPaymentWithinTheScopeDoesNotReturnWithItsPatientUnlessTheSetHasIt() {
        syncPatients(patient("B"));
        PaymentData july = PAYMENTS.get(3);

        sync(List.of(patient("B")), JUNE, july);
        syncPatients(patient("A"), patient("B"));

        assertStored("1 1.00 null", "2 2.00 " + MAY, "4 4.00 " + JULY);
        sync(PATIENTS, JUNE, july, PAYMENTS.get(2));
        assertStored("1 1.00 null", "2 2.00 " + MAY, "3 3.00 " + JUNE, "4 4.00 " + JULY);
        assertSound();
    }

    @Test
    void paymentsOfAnErasedPatientAreSuppressedWithinTheScope() {
        store.erase("B");

        SyncReport report = syncSince(JUNE, paid("3", "A", "3", JUNE), paid("4", "B", "4", JULY));

        assertThat(report.payments()).hasToString("2 read: 1 unchanged, 1 suppressed");
        assertThat(syncSince(JUNE, paid("3", "A", "3", JUNE), paid("4", "B", "4", JULY))
                        .status())
                .isEqualTo(Status.UNCHANGED);
        assertSound();
    }

    @Test
    void aPreviewShowsWhatTheScopeDecides() {
        Snapshot snapshot = Snapshot.builder()
                .payments(Source.of(List.of(PAYMENTS.get(3))))
                .paymentsPaidFrom(JUNE)
                .build();

        Preview preview = store.preview(snapshot);

        assertThat(preview.report().payments()).hasToString("1 read: 1 unchanged, 1 deleted");
        assertThat(preview.report().payments().paidFrom()).contains(JUNE);
        assertStored("1 1.00 null", "2 2.00 " + MAY, "3 3.00 " + JUNE, "4 4.00 " + JULY);
    }

    @Test
    void aFullComparisonKeepsToTheScope() {
        SyncReport report = store.sync(
                Snapshot.builder()
                        .payments(Source.of(List.of(PAYMENTS.get(3))))
                        .paymentsPaidFrom(JUNE)
                        .build(),
                SyncOptions.defaults().compareInFull());

        assertThat(report.payments()).hasToString("1 read: 1 unchanged, 1 deleted");
    }

    @Test
    void paymentsWithoutAHashKeepToTheScope() {
        database.execute("UPDATE " + schema + ".payments SET content_hash = NULL");

        assertThat(syncSince(JUNE, PAYMENTS.get(3)).payments()).hasToString("1 read: 1 unchanged, 1 deleted");
        assertStored("1 1.00 null", "2 2.00 " + MAY, "4 4.00 " + JULY);
    }

    @Test
    void aFirstSetMayHaveAScope() {
        emptyStore();
        SyncReport report = sync(PATIENTS, JUNE, PAYMENTS.toArray(PaymentData[]::new));

        assertThat(report.payments()).hasToString("4 read: 2 inserted, 2 rejected");
        assertStored("3 3.00 " + JUNE, "4 4.00 " + JULY);
        assertThat(syncSince(JUNE, PAYMENTS.get(2), PAYMENTS.get(3)).status()).isEqualTo(Status.UNCHANGED);
        assertSound();
    }

    @Test
    void aScopeNeedsASetAndADateThatPaymentsCanHave() {
        assertThatThrownBy(() -> Snapshot.builder()
                        .patients(Source.of(PATIENTS))
                        .paymentsPaidFrom(JUNE)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("paymentsPaidFrom");
        for (LocalDate date : List.of(LocalDate.of(1900, 12, 31), LocalDate.of(10_000, 1, 1), LocalDate.MIN)) {
            assertThatThrownBy(() -> Snapshot.builder().paymentsPaidFrom(date))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1901 to 9999");
        }
    }

    /** Payments of B without a date and old ones of A, and recent ones of A. */
    private void fill(int old, int recent) {
        emptyStore();
        List<PaymentData> payments = new ArrayList<>(recent(recent));
        for (int i = 0; i < old; i++) {
            payments.add(paid("old" + i, i < old - 50 ? "A" : "B", "10", i % 2 == 0 ? null : MAY));
        }
        sync(PATIENTS, payments);
        store = store(builder -> builder.guard(Guard.defaults().lift(Reason.STALE)));
    }

    private static List<PaymentData> recent(int number) {
        List<PaymentData> payments = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            payments.add(paid("new" + i, "A", "10", JULY));
        }
        return payments;
    }

    private SnapshotRefusedException refused(LocalDate from, PaymentData... payments) {
        return catchThrowableOfType(SnapshotRefusedException.class, () -> syncSince(from, payments));
    }

    private SyncReport syncSince(LocalDate from, PaymentData... payments) {
        return store.sync(Snapshot.builder()
                .payments(Source.of(List.of(payments)))
                .paymentsPaidFrom(from)
                .build());
    }

    private SyncReport sync(List<PatientData> patients, LocalDate from, PaymentData... payments) {
        return store.sync(Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(List.of(payments)))
                .paymentsPaidFrom(from)
                .build());
    }

    private void assertStored(String... payments) {
        assertThat(store.payments(PaymentFilter.all(), PageRequest.by(PaymentSort.ID))
                        .items())
                .extracting(payment -> payment.externalId() + " " + payment.amount() + " "
                        + payment.paidOn().orElse(null))
                .containsExactlyInAnyOrder(payments);
    }

    private void assertSound() {
        assertThat(store.verifyIntegrity().deviations()).isEmpty();
    }

    private static PaymentData paid(String externalId, String patient, String amount, @Nullable LocalDate paidOn) {
        return PaymentData.builder()
                .externalId(externalId)
                .patientExternalId(patient)
                .amount(new BigDecimal(amount))
                .paidOn(paidOn)
                .build();
    }
}
