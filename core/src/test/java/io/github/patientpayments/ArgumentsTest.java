package io.github.patientpayments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard.Limit;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

/** Arguments out of range are refused when they are given, with their range; the limits themselves are in it. */
class ArgumentsTest {

    private static final Source<PatientData> PATIENTS = Source.of(List.of());
    private static final Source<PaymentData> PAYMENTS = Source.of(List.of());

    @Test
    void ofTheStore() {
        PatientPaymentStore.Builder builder = PatientPaymentStore.builder(new JdbcDataSource());

        assertThat(builder.maxStoredRejections(0).maxStoredRejections(1_000_000))
                .isSameAs(builder);
        assertRefused(() -> builder.maxStoredRejections(-1), "between 0 and 1,000,000, not -1");
        assertRefused(() -> builder.maxStoredRejections(1_000_001), "not 1000001");
        assertThat(builder.maxRecordsInMemory(0).maxRecordsInMemory(50_000_000)).isSameAs(builder);
        assertRefused(() -> builder.maxRecordsInMemory(-1), "between 0 and 50,000,000, not -1");
        assertRefused(() -> builder.maxRecordsInMemory(50_000_001), "not 50000001");
        assertThat(builder.lockTimeout(Duration.ofMillis(1)).inputDeadline(Duration.ofDays(1)))
                .isSameAs(builder);
        assertRefused(() -> builder.lockTimeout(Duration.ofNanos(999_999)), "lock timeout", "1 millisecond and 1 day");
        assertRefused(() -> builder.inputDeadline(Duration.ofDays(1).plusNanos(1)), "input deadline");
    }

    @Test
    void ofLimits() {
        assertThat(Limit.percent(0).share()).isZero();
        assertThat(Limit.percent(100).share()).isEqualByComparingTo("1");
        for (double percent : new double[] {-0.1, 100.1, Double.NaN}) {
            assertRefused(() -> Limit.percent(percent), "between 0 and 100 percent, not " + percent);
        }
        assertRefused(() -> new Limit(new BigDecimal("-0.1"), 1), "not -10");
        assertRefused(() -> new Limit(new BigDecimal("1.1"), 1), "not 110");
        assertThat(Limit.percent(5)).isEqualTo(new Limit(new BigDecimal("0.0500"), 1));
        assertThat(Limit.percent(1).atLeast(1).atLeast()).isEqualTo(1);
        assertRefused(() -> Limit.percent(1).atLeast(0), "must be 1 or more, not 0");
    }

    @Test
    void ofControlTotals() {
        assertThat(ControlTotals.patients(0).patients()).hasValue(0L);
        assertRefused(() -> ControlTotals.patients(-1), "must be 0 or more, not -1");
        assertRefused(() -> ControlTotals.payments(-2, BigDecimal.ONE), "not -2");
    }

    @Test
    void ofAnInput() {
        assertRefused(() -> Snapshot.builder().build(), "has no set");
        assertRefused(() -> Delta.builder().build(), "has no set");
        assertRefused(
                () -> Snapshot.builder()
                        .payments(PAYMENTS)
                        .controlTotals(ControlTotals.patients(1))
                        .build(),
                "a set that is not given");
        assertRefused(
                () -> Snapshot.builder()
                        .patients(PATIENTS)
                        .controlTotals(ControlTotals.none().withPayments(1))
                        .build(),
                "a set that is not given");
        assertRefused(
                () -> Snapshot.builder()
                        .patients(PATIENTS)
                        .controlTotals(ControlTotals.none().withPaymentSum(BigDecimal.ONE))
                        .build(),
                "a set that is not given");
    }

    @Test
    void ofTheTimeOfAnExport() {
        Instant earliest = Instant.parse("0001-01-01T00:00:00Z");
        Instant latest = Instant.parse("9999-12-31T23:59:59Z");
        for (Instant in : List.of(earliest, latest)) {
            assertThat(Snapshot.builder()
                            .patients(PATIENTS)
                            .exportedAt(in)
                            .build()
                            .exportedAt())
                    .contains(in);
        }
        for (Instant out : List.of(earliest.minusNanos(1), latest.plusSeconds(1))) {
            assertRefused(() -> Snapshot.builder().exportedAt(out), "the years 1 to 9999, not " + out);
        }
    }

    @Test
    void ofAnAmountInAFilter() {
        String sixty = "9".repeat(60);
        assertThat(PatientFilter.builder()
                        .paymentTotalAtMost(new BigDecimal(sixty))
                        .build()
                        .paymentTotalAtMost())
                .contains(new BigDecimal(sixty));
        for (String amount : List.of(sixty + "9", "1e61", "1e-61", "1" + "0".repeat(59) + ".01")) {
            assertRefused(
                    () -> PatientFilter.builder().paymentTotalAtMost(new BigDecimal(amount)), "at most 60 digits");
        }
    }

    private static void assertRefused(ThrowingCallable call, String... said) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(said);
    }
}
