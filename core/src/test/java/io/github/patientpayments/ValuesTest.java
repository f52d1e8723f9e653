package io.github.patientpayments;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.SyncOptions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a host builds can be compared, printed, and be an argument of a stub. */
class ValuesTest {

    private static final Guard.Check CHECK = planned -> Optional.empty();

    /** All different from each other; equal if built again. */
    private static List<Object> values() {
        PageRequest<PatientSort> byName = PageRequest.by(PatientSort.NAME);
        Guard guard = Guard.defaults();
        SyncOptions options = SyncOptions.defaults();
        PatientData ann = PatientData.of("1", "Ann", "Lee", LocalDate.EPOCH);
        return List.of(
                byName,
                PageRequest.by(PatientSort.ID),
                PageRequest.first(),
                byName.descending(),
                byName.limit(7),
                byName.page(7),
                byName.after("a"),
                byName.after("b"),
                byName.counted(),
                byName.countedUpTo(7),
                guard,
                guard.deletions(Guard.Limit.percent(7)),
                guard.requireControlTotals(),
                guard.check(CHECK),
                guard.lift(Reason.EMPTY),
                options,
                options.lift(Reason.EMPTY),
                options.onBase(7),
                options.compareInFull(),
                options.withholdDeletions(),
                ControlTotals.none(),
                ControlTotals.patients(7),
                ControlTotals.payments(7, BigDecimal.ONE),
                ControlTotals.payments(7, BigDecimal.TEN),
                ControlTotals.none().withPayments(7),
                PatientFilter.all(),
                PatientFilter.builder().ids(List.of(7L)).build(),
                PatientFilter.builder().externalIds(List.of("7")).build(),
                PatientFilter.builder().paymentTotalAtLeast(BigDecimal.TEN).build(),
                PatientFilter.builder().paymentTotalAtMost(BigDecimal.TEN).build(),
                PatientFilter.builder().paymentCountAtLeast(7).build(),
                PatientFilter.builder().paymentCountAtMost(7).build(),
                PatientFilter.builder().bornFrom(LocalDate.EPOCH).build(),
                PatientFilter.builder().bornUntil(LocalDate.EPOCH).build(),
                PatientFilter.builder().includeDeleted().build(),
                PatientFilter.builder().nameStartsWith("Lee").build(),
                PaymentFilter.all(),
                PaymentFilter.ofPatient("7"),
                PaymentFilter.builder().amountAtLeast(BigDecimal.TEN).build(),
                PaymentFilter.builder().amountAtMost(BigDecimal.TEN).build(),
                PaymentFilter.builder().includeDeleted().build(),
                ann,
                PatientData.of("1", "Ann", "Lee", null),
                PatientData.deletion("1"),
                PaymentData.of("501", "1", BigDecimal.ONE),
                PaymentData.of("501", "1", BigDecimal.TEN));
    }

    @Test
    void equalValuesAreEqualAndDifferentOnesAreNot() {
        List<Object> values = values();

        assertThat(values()).isEqualTo(values);
        assertThat(values())
                .map(Object::hashCode)
                .isEqualTo(values.stream().map(Object::hashCode).toList());
        for (Object value : values) {
            // Not by a hash set, which would hardly ever compare two of them.
            assertThat(values.stream().filter(value::equals)).hasSize(1);
            assertThat(value).isNotEqualTo("of another type");
        }
    }

    @Test
    void theScaleOfAControlSumDoesNotMatter() {
        ControlTotals sum = ControlTotals.payments(1, new BigDecimal("7.1"));

        assertThat(ControlTotals.payments(1, new BigDecimal("7.10")))
                .isEqualTo(sum)
                .hasSameHashCodeAs(sum);
    }

    @Test
    void eachShowsWhatItIsWithoutAPersonsData() {
        assertThat(values())
                .allSatisfy(value -> assertThat(value.toString())
                        .startsWith(value.getClass().getSimpleName().replace("Value", "") + "[")
                        .doesNotContain("Ann")
                        .doesNotContain("Lee"));
        assertThat(PageRequest.by(PatientSort.NAME)
                        .descending()
                        .limit(7)
                        .after("x")
                        .counted())
                .hasToString("PageRequest[NAME descending, limit=7, after a cursor, counted]");
        assertThat(PageRequest.first().countedUpTo(7).toString()).endsWith(", counted up to 7]");
    }
}
