package io.github.patientpayments.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.patientpayments.Patient;
import io.github.patientpayments.Payment;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** {@link TestPatient} and {@link TestPayment} beside what a store returns. */
class FixturesTest {

    private static final Instant CREATED = Instant.parse("2025-01-01T03:00:00Z");
    private static final Instant LATER = Instant.parse("2025-02-03T04:05:06.123456Z");

    @Test
    void aPatientIsWhatAStoreReturns() {
        try (TestStore test = TestStore.h2(builder -> builder.clock(Clock.fixed(CREATED, ZoneOffset.UTC)))) {
            test.store()
                    .sync(Snapshot.builder()
                            .patients(Source.of(List.of(TestPatient.data("8"))))
                            .payments(Source.of(
                                    List.of(TestPayment.data("501", "8", "9.29"), TestPayment.data("502", "8", "7.1"))))
                            .build());
            Patient stored = test.store().patient("8").orElseThrow();
            Payment storedPayment = test.store().payment("502").orElseThrow();

            Patient patient = TestPatient.builder("8")
                    .id(stored.id())
                    .payments(2, "16.39")
                    .build();
            Payment payment = TestPayment.builder("502", patient)
                    .id(storedPayment.id())
                    .amount("7.1")
                    .paidOn(null)
                    .build();
            assertThat(patient).usingRecursiveComparison().isEqualTo(stored);
            assertThat(payment).usingRecursiveComparison().isEqualTo(storedPayment);
            assertThat(patient).hasToString(stored.toString());
            assertThat(payment).hasToString(storedPayment.toString());
        }
    }

    @Test
    void aDeletedPatientIsWhatAStoreReturns() {
        try (TestStore test = TestStore.h2(builder -> builder.clock(Clock.fixed(CREATED, ZoneOffset.UTC)))) {
            test.store().sync(patients("8", "9"));
            test.store().sync(patients("9"));
            Patient stored = test.store()
                    .patients(
                            PatientFilter.builder()
                                    .externalIds(List.of("8"))
                                    .includeDeleted()
                                    .build(),
                            PageRequest.by(PatientSort.ID))
                    .items()
                    .get(0);

            Patient patient = TestPatient.builder("8")
                    .id(stored.id())
                    .deletedAt(stored.deletedAt().orElseThrow())
                    .build();
            assertThat(patient).usingRecursiveComparison().isEqualTo(stored);
        }
    }

    private static Snapshot patients(String... ids) {
        return Snapshot.builder()
                .patients(Source.of(List.of(ids).stream().map(TestPatient::data).toList()))
                .build();
    }

    @Test
    void everyFieldCanBeSet() {
        Patient patient = TestPatient.builder("8")
                .id(17)
                .firstName("Roy")
                .lastName("Batti")
                .middleName("B.")
                .dateOfBirth(LocalDate.of(1993, 6, 12))
                .payments(3, new BigDecimal("100"))
                .createdAt(CREATED)
                .updatedAt(LATER.plusNanos(999))
                .build();
        Payment payment = TestPayment.builder("501", patient)
                .id(4)
                .amount(new BigDecimal("-5.12500"))
                .paidOn(LocalDate.of(2025, 2, 1))
                .deletedAt(LATER)
                .build();

        assertThat(patient.id()).isEqualTo(17);
        assertThat(patient.firstName()).isEqualTo("Roy");
        assertThat(patient.lastName()).isEqualTo("Batti");
        assertThat(patient.middleName()).contains("B.");
        assertThat(patient.dateOfBirth()).contains(LocalDate.of(1993, 6, 12));
        assertThat(patient.paymentTotal()).isEqualTo(new BigDecimal("100.00"));
        assertThat(patient.paymentCount()).isEqualTo(3);
        assertThat(patient.createdAt()).isEqualTo(CREATED);
        assertThat(patient.updatedAt()).isEqualTo(LATER);
        assertThat(patient.deletedAt()).isEmpty();
        assertThat(payment.patientId()).isEqualTo(17);
        assertThat(payment.patientExternalId()).isEqualTo("8");
        assertThat(payment.amount()).isEqualTo(new BigDecimal("-5.125"));
        assertThat(payment.paidOn()).contains(LocalDate.of(2025, 2, 1));
        assertThat(payment.createdAt()).isEqualTo(CREATED);
        assertThat(payment.updatedAt()).isEqualTo(LATER);
        assertThat(payment.deletedAt()).contains(LATER);
    }

    @Test
    void idsFollowFromExternalIds() {
        Patient patient = TestPatient.builder("8").build();

        assertThat(patient).isEqualTo(TestPatient.builder("8").build());
        assertThat(TestPayment.builder("501", "8").build().patientId()).isEqualTo(patient.id());
        assertThat(List.of(
                        patient.id(),
                        TestPatient.builder("9").build().id(),
                        TestPayment.builder("8", "8").build().id()))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).isBetween(1L, 1L << 40));
    }

    @Test
    void aChangeBeforeTheUsualCreationMovesIt() {
        Instant early = CREATED.minusSeconds(1);
        assertThat(TestPatient.builder("8").deletedAt(early).build().createdAt())
                .isEqualTo(early);
        assertThat(TestPatient.builder("8").createdAt(LATER).build().updatedAt())
                .isEqualTo(LATER);
    }

    @Test
    void whatNoStoreReturnsIsRefused() {
        refused(() -> TestPatient.builder(" "), "1 to 250 characters");
        refused(() -> TestPatient.builder("x".repeat(251)), "this one has 251");
        refused(() -> TestPatient.builder("8").id(0), "1 or more, not 0");
        refused(() -> TestPatient.builder("8").firstName(" Roy"), "first name of a stored patient");
        refused(() -> TestPatient.builder("8").middleName(""), "middle name of a stored patient");
        refused(
                () -> TestPatient.builder("8").dateOfBirth(LocalDate.of(1900, 12, 31)),
                "after 1900 and before 10000, not in 1900");
        refused(() -> TestPatient.builder("8").payments(0, "1"), "not 0 with a total");
        refused(() -> TestPatient.builder("8").payments(-1, "0"), "not -1");
        refused(() -> TestPatient.builder("8").payments(1, "1.00001"), "34 digits before the point and 4 after");
        refused(
                () -> TestPatient.builder("8")
                        .createdAt(LATER)
                        .updatedAt(CREATED)
                        .build(),
                "before it was created");
        refused(
                () -> TestPatient.builder("8")
                        .updatedAt(LATER)
                        .deletedAt(LATER.plusSeconds(1))
                        .build(),
                "is its deletion");
        refused(() -> TestPatient.builder("8").payments(1, "5").deletedAt(LATER).build(), "no live payments");
        refused(() -> TestPayment.builder("501", "8").amount("1e15"), "15 digits before the point");
        refused(() -> TestPayment.builder("501", "8").amount("1e999999999"), "15 digits before the point");
        refused(() -> TestPayment.builder("501", "8").paidOn(LocalDate.of(1900, 1, 1)), "after 1900");
        refused(() -> TestPayment.builder("501", "8").paidOn(LocalDate.of(10000, 1, 1)), "before 10000");
        refused(() -> TestPayment.builder("50\u0000", "8"), "no U+0000");
        refused(() -> TestPatient.builder("8").lastName("Batti\uD800"), "no lone surrogates");
        Patient gone = TestPatient.builder("8").deletedAt(LATER).build();
        refused(() -> TestPayment.builder("501", gone).build(), "is deleted too");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(call)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Roy"));
    }
}
