package io.github.patientpayments.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {

    @Test
    void theMedianIsInTheMiddle() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4));
    }

    @Test
    void aRatioIsTakenRoundByRound() {
        // All of the second round took ten times as long.
        assertThat(Results.ratio(List.of(2.0, 20.0, 2.0), List.of(1.0, 10.0, 1.0)))
                .contains(new Spread(2, 2, 2));
        assertThat(Results.ratio(List.of(1.0), List.of())).isEmpty();
    }

    @Test
    void threeDigitsCount() {
        assertThat(Metric.text(1234)).isEqualTo("1234");
        assertThat(Metric.text(1.625)).isEqualTo("1.63");
        assertThat(Metric.text(0.35)).isEqualTo("0.350");
    }
}
