package io.github.patientpayments.testing;

import static io.github.patientpayments.testing.PatientPaymentStoreAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each assertion as it holds, and as it fails. */
class PatientPaymentStoreAssertTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2025-03-01T03:00:00Z"), ZoneOffset.UTC);

    private static final PatientData ROY = PatientData.of("8", "Roy", "Batti", LocalDate.of(1993, 6, 12));
    private static final PatientData PRIS = PatientData.of("4", "Pris", "Stratton", null);
    private static final List<PatientData> PATIENTS = List.of(ROY, PRIS);
    private static final List<PaymentData> PAYMENTS =
            List.of(TestPayment.data("501", "8", "9.29"), TestPayment.data("502", "8", "7.10"));

    private final TestStore test = TestStore.h2(builder -> builder.clock(CLOCK));
    private final PatientPaymentStore store = test.store();

    @BeforeEach
    void fill() {
        sync(List.of(ROY, PRIS, TestPatient.data("5")), PAYMENTS);
        sync(PATIENTS, PAYMENTS);
    }

    private void sync(List<PatientData> patients, List<PaymentData> payments) {
        store.sync(Snapshot.builder()
                .patients(Source.of(patients))
                .payments(Source.of(payments))
                .build());
    }

    @AfterEach
    void drop() {
        test.close();
    }

    @Test
    void allOfThemHold() {
        assertThat(store)
                .hasPatients(2)
                .hasPayments(2)
                .hasPatient("8")
                .doesNotHavePatient("5")
                .doesNotHavePatient("99")
                .hasPayment("501")
                .doesNotHavePayment("599")
                .hasPaymentTotal("8", "16.39")
                .hasPaymentTotal("8", "16.3900")
                .hasPaymentTotal("4", "0")
                .hasSameContentAs(PATIENTS, PAYMENTS)
                .hasLastRun(SyncRun.Status.APPLIED)
                .isConsistent();
    }

    @Test
    void numbers() {
        fails(it -> it.hasPatients(3), "Expected 3 live patients, but the store has 2.");
        fails(it -> it.hasPayments(1), "Expected 1 live payments, but the store has 2.");
    }

    @Test
    void records() {
        fails(it -> it.hasPatient("99"), "Expected a live patient 99, but the store does not know this id.");
        fails(
                it -> it.hasPatient("5"),
                "Expected a live patient 5, but it was deleted at 2025-03-01T03:00:00.000001Z.");
        fails(
                it -> it.doesNotHavePatient("8"),
                "Expected no live patient 8, but there is one since 2025-03-01T03:00:00Z.");
        fails(it -> it.hasPayment("100%s"), "Expected a live payment 100%s, but it is unknown or deleted.");
        fails(
                it -> it.doesNotHavePayment("501"),
                "Expected no live payment 501, but there is one, of patient 8, since 2025-03-01T03:00:00Z.");
    }

    @Test
    void totals() {
        fails(
                it -> it.hasPaymentTotal("8", "16.38"),
                "Expected the payments of patient 8 to total 16.38, but the 2 live payments total 16.39.");
        fails(it -> it.hasPaymentTotal("99", "0"), "Expected a live patient 99, but the store does not know this id.");
    }

    @Test
    void consistency() throws SQLException {
        try (Connection connection = test.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE patient_payments.patient_totals SET payment_count = 3 WHERE payment_count = 2");
        }
        fails(
                PatientPaymentStoreAssert::isConsistent,
                "Expected a consistent store, but verifyIntegrity() found {PATIENT_PAYMENT_COUNT=1};"
                        + " the first: [Deviation[kind=PATIENT_PAYMENT_COUNT, id=1]].");
    }

    @Test
    void content() {
        PatientData renamed = PatientData.builder()
                .externalId("8")
                .firstName(" Roy ")
                .middleName(" ")
                .lastName("Batty")
                .dateOfBirth(LocalDate.of(1993, 6, 13))
                .build();
        fails(
                it -> it.hasSameContentAs(List.of(renamed, TestPatient.data("6")), PAYMENTS),
                "Expected other content, but there are 3 differences: patient 8 has another lastName and dateOfBirth;"
                        + " patient 4 is not expected; patient 6 is missing.");
        PaymentData changed = PaymentData.builder()
                .externalId("501")
                .patientExternalId("4")
                .paidOn(LocalDate.of(2025, 1, 1))
                .build();
        fails(
                it -> it.hasSameContentAs(
                        PATIENTS,
                        List.of(changed, TestPayment.data("502", "8", "7.1"), TestPayment.data("7", "8", "1"))),
                "Expected other content, but there are 2 differences: payment 501 has another patientExternalId and"
                        + " amount and paidOn; payment 7 is missing.");
        fails(
                it -> it.hasSameContentAs(List.of(ROY, PatientData.of("4", "Sir", "Stratton", null)), List.of()),
                "Expected other content, but there are 3 differences: patient 4 has another firstName;"
                        + " payment 501 is not expected; payment 502 is not expected.");
    }

    @Test
    void contentOfANight() {
        fails(
                it -> it.hasSameContentAs(
                        Snapshots.seeded(42).patients(1).payments(20).night(1)),
                "Expected the content of Snapshots.seeded(42).patients(1).payments(20).night(1).patients() and"
                        + " Snapshots.seeded(42).patients(1).payments(20).night(1).payments(),"
                        + " but there are 25 differences: patient 8 is not expected; patient 4 is not expected;"
                        + " patient patient-1 is missing; payment 501 is not expected; payment 502 is not expected;"
                        + " payment payment-1 is missing; payment payment-2 is missing; payment payment-3 is missing;"
                        + " payment payment-4 is missing; payment payment-5 is missing.");
    }

    @Test
    void contentThatNoStoreHas() {
        refused(List.of(ROY, ROY), "The expected patient 8 is there twice: a store has it once");
        refused(List.of(PatientData.deletion("8")), "The expected patient 8 is a deletion: leave it out");
        refused(
                List.of(PatientData.builder().firstName("Roy").build()),
                "An expected patient has no external id: a store can't have it");
    }

    private void refused(List<PatientData> patients, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(store).hasSameContentAs(patients, PAYMENTS))
                .withMessage(message);
    }

    @Test
    void lastRun() {
        sync(PATIENTS, PAYMENTS);
        assertThat(store).hasLastRun(SyncRun.Status.UNCHANGED);
        assertThatExceptionOfType(SnapshotRefusedException.class).isThrownBy(() -> sync(List.of(), PAYMENTS));
        assertThat(store).hasLastRun(SyncRun.Status.REFUSED);
        fails(
                it -> it.hasLastRun(SyncRun.Status.APPLIED),
                "Expected the last run to be APPLIED, but run 4, a SNAPSHOT, is REFUSED for [EMPTY, ALL_REJECTED].");
        try (TestStore empty = TestStore.h2()) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> assertThat(empty.store()).hasLastRun(SyncRun.Status.APPLIED))
                    .withMessage("Expected a last run that is APPLIED, but there was no run.");
        }
    }

    @Test
    void noStore() {
        PatientPaymentStore none = null;
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(none).hasPatients(0))
                .withMessageContaining("not to be null");
    }

    @Test
    void aDescriptionComesFirst() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(store).as("after %s", "night 2").hasPatients(3))
                .withMessage("[after night 2] Expected 3 live patients, but the store has 2.");
    }

    private void fails(Consumer<PatientPaymentStoreAssert> assertion, String message) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertion.accept(assertThat(store)))
                .withMessage(message);
    }
}
