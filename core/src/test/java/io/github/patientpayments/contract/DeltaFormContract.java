package io.github.patientpayments.contract;

import static io.github.patientpayments.fixture.Gzip.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.SnapshotRefusedException;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncInput;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of deltas, their control totals, and their export times. */
class DeltaFormContract extends RecordContractTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @BeforeEach
    void twoPatientsWithPayments() {
        syncPatientsJson(patientJson("5"), patientJson("6"));
        syncPaymentsJson(paymentJson("501", "1"), paymentJson("502", "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"externalId\":\"5\",\"deleted\":true}",
                "{\"deleted\":true,\"externalId\":5}",
                "{\"externalId\":\"5\",\"deleted\":true,\"firstName\":\" \",\"dateOfBirth\":\"2999-01-01\"}",
                "{\"externalId\":\"5\",\"deleted\":true,\"firstName\":7,\"dateOfBirth\":\"unknown\"}",
                "{\"externalId\":\"5\",\"deleted\":true,\"lastName\":\"a\",\"lastName\":\"b\"}"
            })
    void aDeletionOfAPatientNeedsOnlyTheId(String json) {
        SyncReport report =
                store.sync(Delta.builder().patients(json(array(json))).build());

        assertThat(report.rejections()).isEmpty();
        assertThat(report.patients().deleted()).isEqualTo(1);
        assertThat(store.patient("5")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"externalId\":\"501\",\"deleted\":true}",
                "{\"externalId\":501,\"deleted\":true,\"patientId\":\"nobody\",\"amount\":null}",
                "{\"externalId\":501,\"deleted\":true,\"patientId\":\"5\",\"amount\":1.00001}",
                "{\"externalId\":501,\"deleted\":true,\"patientId\":{},\"amount\":\"none\"}"
            })
    void aDeletionOfAPaymentNeedsOnlyTheId(String json) {
        SyncReport report = store.sync(Delta.builder()
                .payments(json(array(json)))
                .controlTotals(ControlTotals.payments(1, BigDecimal.ZERO))
                .build());

        assertThat(report.rejections()).isEmpty();
        assertThat(report.payments().deleted()).isEqualTo(1);
        assertThat(store.payment("501")).isEmpty();
    }

    @Test
    void aDeletionWithoutAReadableIdIsRejected() {
        SyncReport report = store.sync(Delta.builder()
                .patients(json(array("{\"deleted\":true}", "{\"deleted\":true,\"externalId\":\" \"}")))
                .build());

        assertThat(faults(report).values()).containsExactly(List.of("externalId MISSING"), List.of("externalId BLANK"));
        assertThat(report.patients().deleted()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "1", "{}", "[true]"})
    void deletedIsTrueOrFalse(String deleted) {
        SyncReport report = store.sync(Delta.builder()
                .patients(json(array(patientJson("5", "\"deleted\":" + deleted))))
                .build());

        assertThat(onlyFaults(report)).containsExactly("deleted WRONG_TYPE");
        assertThat(report.patients().retained()).isEqualTo(1);
    }

    @Test
    void deletedMayNotBeRepeated() {
        SyncReport report = store.sync(Delta.builder()
                .patients(json(array(patientJson("5", "\"deleted\":true", "\"deleted\":true"))))
                .build());

        assertThat(onlyFaults(report)).containsExactly("deleted DUPLICATE_FIELD");
        assertThat(store.patient("5")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "null"})
    void deletedMayBeFalseInEverySet(String deleted) {
        String patient = patientJson("5", "\"deleted\":" + deleted);
        String payment = "{\"externalId\":\"501\",\"patientId\":\"5\",\"amount\":7,\"deleted\":" + deleted + "}";

        SyncReport delta = store.sync(Delta.builder()
                .patients(json(array(patient)))
                .payments(json(array(payment)))
                .build());
        SyncReport snapshot = store.sync(Snapshot.builder()
                .patients(json(array(patient)))
                .payments(json(array(payment)))
                .build());

        assertThat(delta.rejections()).isEmpty();
        assertThat(snapshot.rejections()).isEmpty();
        assertThat(snapshot.patients().unchanged()).isEqualTo(1);
        assertThat(snapshot.payments().unchanged()).isEqualTo(1);
        assertThat(store.payment("501").orElseThrow().amount()).isEqualTo("7.00");
    }

    @Test
    void aDeletionInAFullSetIsRejectedAndItsStoredVersionStays() {
        SyncReport json = store.sync(Snapshot.builder()
                .patients(json(array(patientJson("5", "\"deleted\":true"), patientJson("6"))))
                .payments(json(array("{\"externalId\":\"501\",\"deleted\":true}", paymentJson("502", "2"))))
                .build());
        SyncReport typed = store.sync(Snapshot.builder()
                .patients(Source.of(List.of(
                        PatientData.builder()
                                .externalId("5")
                                .firstName("F")
                                .lastName("L")
                                .deletion(true)
                                .build(),
                        patient("6"))))
                .payments(Source.of(List.of(PaymentData.deletion("501"), payment("502", "5", "2"))))
                .build());

        for (SyncReport report : List.of(json, typed)) {
            assertThat(report.rejections().get(0).faults())
                    .extracting(fault -> fault.field() + " " + fault.code())
                    .containsExactly("deleted DELETION_IN_FULL_SET");
            assertThat(report.rejections().get(1).faults())
                    .extracting(fault -> fault.field() + " " + fault.code())
                    .contains("deleted DELETION_IN_FULL_SET");
            assertThat(report.patients().retained()).isEqualTo(1);
            assertThat(report.payments().retained()).isEqualTo(1);
            assertThat(report.patients().deleted() + report.payments().deleted())
                    .isZero();
        }
        assertThat(store.patient("5").orElseThrow().paymentTotal()).isEqualTo("3.00");
    }

    @Test
    void plainNdjsonNeedsACountOrAcceptUnterminated() throws IOException {
        String lines = "{\"externalId\":\"501\",\"deleted\":true}\n{\"externalId\":\"502\",\"deleted\":true}\n";
        Delta.Builder builder = Delta.builder().payments(json(lines));

        assertThatThrownBy(() -> store.sync(builder.build()))
                .isInstanceOf(InvalidSnapshotException.class)
                .hasMessageContaining("NDJSON");
        assertThat(store.payment("501")).isPresent();
        assertThat(store.preview(builder.acceptUnterminated().build())
                        .report()
                        .payments()
                        .deleted())
                .isEqualTo(2);
        assertThat(store.preview(Delta.builder().payments(json(gzip(lines))).build())
                        .report()
                        .payments()
                        .deleted())
                .isEqualTo(2);
        assertThat(store.sync(Delta.builder()
                                .payments(json(lines))
                                .controlTotals(ControlTotals.none().withPayments(2))
                                .build())
                        .payments()
                        .deleted())
                .isEqualTo(2);
    }

    @Test
    void controlTotalsCountDeletionsWithoutAnAmount() {
        store = store(builder -> builder.guard(Guard.defaults()));

        assertThat(store.sync(controlled(2, 1)).payments().deleted()).isEqualTo(1);
        assertRefused(controlled(1, 1), Refusal.Reason.CONTROL_TOTALS);
        assertRefused(controlled(2, 2), Refusal.Reason.CONTROL_TOTALS);
    }

    @Test
    void aStaleDeltaIsRefused() {
        store = store(builder -> builder.guard(Guard.defaults()));
        store.sync(upsert(NOON));

        assertThat(store.sync(upsert(NOON)).exportedAt()).contains(NOON);
        assertThat(store.syncRuns(1).get(0).exportedAt()).contains(NOON);
        assertRefused(upsert(NOON.minusSeconds(1)), Refusal.Reason.STALE);
        assertRefused(Delta.builder().patients(json("[]")).build(), Refusal.Reason.STALE);
        assertRefused(
                Snapshot.builder()
                        .patients(json(array(patientJson("5"), patientJson("6"))))
                        .exportedAt(NOON.minusSeconds(1))
                        .build(),
                Refusal.Reason.STALE);
        assertThat(syncPaymentsJson(paymentJson("501", "1"), paymentJson("502", "2"))
                        .exportedAt())
                .isEmpty();
    }

    private void assertRefused(SyncInput input, Refusal.Reason reason) {
        assertThatThrownBy(() -> store.sync(input))
                .isInstanceOfSatisfying(
                        SnapshotRefusedException.class,
                        e -> assertThat(e.refusals())
                                .extracting(Refusal::reason)
                                .containsExactly(reason));
    }

    private static Delta upsert(Instant asOf) {
        return Delta.builder()
                .patients(json(array(patientJson("7"))))
                .exportedAt(asOf)
                .build();
    }

    private static Delta controlled(long count, long sum) {
        return Delta.builder()
                .payments(json(array(paymentJson("501", "1"), "{\"externalId\":\"502\",\"deleted\":true}")))
                .controlTotals(ControlTotals.payments(count, BigDecimal.valueOf(sum)))
                .build();
    }
}
