package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun.Status;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control totals of the sender are compared with what was read. */
class ControlTotalsContract extends GuardedContractTest {

    private static final List<PaymentData> PAYMENTS =
            List.of(payment("1", "1", "7.10"), payment("2", "1", "-2"), payment("3", "2", "0.9"));

    @Test
    void aStoreCanRequireThem() {
        store = guarded(Guard.defaults().requireControlTotals());

        assertRefused(
                ControlTotals.none(),
                "CONTROL_TOTALS: The store requires control totals, and these are missing: the number of patients, the"
                        + " number of payments, the sum of the payments.");
        assertRefused(ControlTotals.payments(3, new BigDecimal("6")), "these are missing: the number of patients.");
        assertRefused(ControlTotals.patients(2).withPayments(3), "these are missing: the sum of the payments.");
        assertThat(store.sync(all(ControlTotals.payments(3, new BigDecimal("6")).withPatients(2))
                                .build())
                        .status())
                .isEqualTo(Status.APPLIED);
        assertThat(store.sync(Snapshot.builder()
                                .patients(Source.of(List.of(patient("1"), patient("2"))))
                                .controlTotals(ControlTotals.patients(2))
                                .build())
                        .status())
                .as("of the sets that are given")
                .isEqualTo(Status.UNCHANGED);
        assertThat(store.sync(Snapshot.builder()
                                .payments(Source.of(PAYMENTS))
                                .controlTotals(ControlTotals.payments(3, new BigDecimal("6")))
                                .build())
                        .status())
                .as("of the sets that are given")
                .isEqualTo(Status.UNCHANGED);
        assertThat(store.sync(all(ControlTotals.none()).build(), lifting(Reason.CONTROL_TOTALS))
                        .status())
                .isEqualTo(Status.UNCHANGED);
        assertRefused(ControlTotals.none(), "CONTROL_TOTALS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6", "6.0", "6.0000000", "600e-2", "0.06e2"})
    void matchingTotalsAreAccepted(String sum) {
        SyncReport report =
                store.sync(all(ControlTotals.payments(3, new BigDecimal(sum)).withPatients(2))
                        .build());

        assertThat(report.status()).isEqualTo(Status.APPLIED);
    }

    @Test
    void eachTotalIsChecked() {
        assertRefused(ControlTotals.patients(1), "2 patients were read; the control total is 1.");
        assertRefused(ControlTotals.patients(3), "2 patients were read; the control total is 3.");
        assertRefused(ControlTotals.none().withPayments(4), "3 payments were read; the control total is 4.");
        assertRefused(ControlTotals.none().withPayments(0), "3 payments were read; the control total is 0.");
        assertRefused(
                ControlTotals.none().withPaymentSum(new BigDecimal("6.0001")),
                "The payments amount to 6.00; the control total is 6.0001.");
        assertRefused(
                ControlTotals.none().withPaymentSum(new BigDecimal("-6")),
                "The payments amount to 6.00; the control total is -6.");
        assertThat(store.totals(PatientFilter.all()).patients()).isZero();
    }

    @Test
    void allMismatchesAreReported() {
        assertThat(refusal(all(ControlTotals.payments(1, BigDecimal.ONE).withPatients(1))
                                .build())
                        .refusals())
                .extracting(refusal -> refusal.reason())
                .containsExactly(Reason.CONTROL_TOTALS, Reason.CONTROL_TOTALS, Reason.CONTROL_TOTALS);
    }

    @Test
    void elementsAreCountedBeforeTheyCollapseOrAreRejected() {
        Snapshot snapshot = Snapshot.builder()
                .patients(Source.of(List.of(
                        patient("1"),
                        patient("1"),
                        patient("1", "Other", "Name"),
                        invalidPatient("2"),
                        PatientData.builder().build())))
                .payments(Source.of(List.of(
                        payment("1", "1", "1"),
                        payment("1", "1", "1"),
                        payment("1", "1", "2"),
                        payment("2", "nobody", "4"),
                        payment("3", "1", "0.12345"),
                        payment("4", "1", "1234567890123456"),
                        PaymentData.builder().amount(new BigDecimal("8")).build())))
                .controlTotals(ControlTotals.payments(7, new BigDecimal("1234567890123472.12345"))
                        .withPatients(5))
                .build();

        SyncReport report = store.sync(snapshot);

        assertThat(report.patients().inserted()).isEqualTo(1);
        assertThat(report.patients().rejected()).isEqualTo(3);
        assertThat(report.payments().inserted()).isEqualTo(1);
        assertThat(report.payments().rejected()).isEqualTo(5);
    }

    @Test
    void suppressedElementsAreCounted() {
        store = store(builder -> builder.guard(Guard.defaults()).erasureKey(new byte[32]));
        store.sync(all(ControlTotals.none()).build());
        store.erase("2");

        SyncReport report =
                store.sync(all(ControlTotals.payments(3, new BigDecimal("6")).withPatients(2))
                        .build());

        assertThat(report.payments().suppressed()).isEqualTo(1);
        assertRefused(ControlTotals.none().withPayments(2), "3 payments were read");
        assertRefused(ControlTotals.none().withPaymentSum(new BigDecimal("5.1")), "The payments amount to 6.00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"amount\":\"x\"",
                "\"amount\":null",
                "\"amount\":[1]",
                "\"other\":1",
                "\"amount\":1,\"amount\":1",
                "\"amount\":11111111111111111111111111111111111111111",
                "\"amount\":1e999999999",
                "\"amount\":1e-999999999",
                "\"amount\":-1e101"
            })
    @Timeout(20)
    void anAmountThatCannotBeReadMakesTheSumUnknown(String amount) {
        store.sync(patientsOnly(patients(1, 1)));
        String text =
                "[{\"externalId\":\"1\",\"patientId\":\"1\",\"amount\":1},{\"externalId\":\"2\",\"patientId\":\"1\","
                        + amount + "}]";

        assertThat(refusal(Snapshot.builder()
                        .payments(json(text))
                        .controlTotals(ControlTotals.payments(2, BigDecimal.ONE))
                        .build()))
                .hasMessageContaining(
                        "CONTROL_TOTALS: The amount of a payment can't be read, so the sum of the payments"
                                + " can't be 1.");
        assertThat(store.sync(Snapshot.builder()
                                .payments(json(text))
                                .controlTotals(ControlTotals.none().withPayments(2))
                                .build())
                        .payments()
                        .inserted())
                .as("no control sum was given")
                .isEqualTo(1);
    }

    @Test
    @Timeout(20)
    void hugeExponentsOfTypedRecordsAreNotAddedUp() {
        for (String amount : List.of("1e2000000000", "-1e-2000000000", "12345e262144")) {
            List<PaymentData> payments = List.of(payment("1", "1", "1"), payment("2", "1", amount));

            assertThat(refusal(Snapshot.builder()
                            .patients(Source.of(patients(1, 1)))
                            .payments(Source.of(payments))
                            .controlTotals(ControlTotals.none().withPaymentSum(BigDecimal.ONE))
                            .build()))
                    .hasMessageContaining("can't be read");
        }
        assertThat(store.sync(Snapshot.builder()
                                .patients(Source.of(patients(1, 1)))
                                .payments(Source.of(List.of(payment("1", "1", "0e2000000000"))))
                                .controlTotals(ControlTotals.none().withPaymentSum(BigDecimal.ZERO))
                                .build())
                        .payments()
                        .inserted())
                .isEqualTo(1);
    }

    /** A control total may come from a file. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e-999999999", "1e2147483647", "1e101", "1e-101"})
    @Timeout(20)
    void aSumThatNoPaymentsCanHaveIsRejected(String sum) {
        assertThatThrownBy(() -> ControlTotals.none().withPaymentSum(new BigDecimal(sum)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ControlTotals.payments(1, new BigDecimal(sum)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Timeout(20)
    void allZerosAreEqual() {
        for (String zero : List.of("0e999999999", "0e-999999999", "0.00")) {
            ControlTotals totals = ControlTotals.none().withPaymentSum(new BigDecimal(zero));

            assertRefused(totals, "the control total is 0");
        }
    }

    @Test
    void deletionsAreElementsWithoutAnAmount() {
        store.sync(all(ControlTotals.none()).build());
        Delta.Builder delta =
                Delta.builder().payments(Source.of(List.of(PaymentData.deletion("3"), payment("1", "1", "7.2"))));

        assertThat(refusal(delta.controlTotals(ControlTotals.payments(1, new BigDecimal("7.2")))
                        .build()))
                .hasMessageContaining("2 payments were read");
        assertThat(store.sync(delta.controlTotals(ControlTotals.payments(2, new BigDecimal("7.2")))
                                .build())
                        .payments()
                        .deleted())
                .isEqualTo(1);
    }

    @Test
    void recognizedContentIsCheckedToo() {
        store.sync(all(ControlTotals.none()).build());
        assertThat(store.sync(all(ControlTotals.payments(3, new BigDecimal("6")))
                                .build())
                        .status())
                .isEqualTo(Status.UNCHANGED);

        assertRefused(ControlTotals.patients(3), "2 patients were read");
        assertRefused(ControlTotals.none().withPayments(4), "3 payments were read");
        assertRefused(ControlTotals.none().withPaymentSum(BigDecimal.TEN), "The payments amount to 6.00");
    }

    @Test
    void totalsAreAnOptionOfTheStoreAndCanBeLiftedOnce() {
        ControlTotals wrong = ControlTotals.payments(9, BigDecimal.TEN).withPatients(9);

        assertThat(store.sync(all(wrong).build(), lifting(Reason.CONTROL_TOTALS))
                        .status())
                .isEqualTo(Status.APPLIED);
        assertRefused(wrong, "2 patients were read");
        store = guarded(Guard.defaults().lift(Reason.CONTROL_TOTALS));
        assertThat(store.sync(all(wrong).build()).status()).isEqualTo(Status.UNCHANGED);
    }

    /** A truncated file would be applied if a count that is not checked replaced the end marker. */
    @Test
    void aCountReplacesTheEndMarkerOnlyIfItIsChecked() {
        Snapshot.Builder lines = Snapshot.builder()
                .patients(json("{\"externalId\":\"1\",\"firstName\":\"A\",\"lastName\":\"B\"}\n"))
                .controlTotals(ControlTotals.patients(1));
        PatientPaymentStore unchecked = guarded(Guard.defaults().lift(Reason.CONTROL_TOTALS));

        assertThatThrownBy(() -> unchecked.sync(lines.build()))
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageContaining("acceptUnterminated");
        assertThatThrownBy(
                        () -> store.sync(lines.build(), SyncOptions.defaults().lift(Reason.CONTROL_TOTALS)))
                .as("lifting the check of the count lifts what it stands for")
                .isInstanceOf(InvalidSnapshotException.class);
        assertThat(store.sync(lines.build()).patients().inserted()).isEqualTo(1);
        assertThat(unchecked.sync(lines.acceptUnterminated().build()).status()).isEqualTo(Status.UNCHANGED);
    }

    @Test
    void soDoesACountOfPayments() {
        syncPatients(patient("1"));
        Snapshot.Builder lines = Snapshot.builder()
                .patients(Source.of(List.of(patient("1"))))
                .payments(json("{\"externalId\":\"1\",\"patientId\":\"1\",\"amount\":1}\n"));
        SyncOptions lifting = SyncOptions.defaults().lift(Reason.CONTROL_TOTALS);

        assertThatThrownBy(() -> store.sync(
                        lines.controlTotals(ControlTotals.payments(1, BigDecimal.ONE))
                                .build(),
                        lifting))
                .isInstanceOf(InvalidSnapshotException.class);
        for (ControlTotals others :
                List.of(ControlTotals.patients(1), ControlTotals.none().withPaymentSum(BigDecimal.ONE))) {
            assertThatThrownBy(() -> store.sync(lines.controlTotals(others).build()))
                    .as("neither the count of the other set nor the sum shows that a set is complete")
                    .isInstanceOf(InvalidSnapshotException.class);
        }
        assertThat(store.sync(lines.controlTotals(ControlTotals.none().withPayments(1))
                                .build())
                        .payments()
                        .inserted())
                .isEqualTo(1);
    }

    private void assertRefused(ControlTotals totals, String message) {
        assertThat(refusal(all(totals).build()))
                .hasMessageContaining("CONTROL_TOTALS: ")
                .hasMessageContaining(message);
    }

    private static Snapshot.Builder all(ControlTotals totals) {
        return Snapshot.builder()
                .patients(Source.of(patients(1, 2)))
                .payments(Source.of(PAYMENTS))
                .controlTotals(totals);
    }
}
