package io.github.patientpayments.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.25S, 250 ms",
        "PT0.0000005S, 0.0005 ms",
        "PT1S, 1 s",
        "PT1.5S, 1.5 s",
        "PT30S, 30 s",
        "PT1M, 1 min",
        "PT1M30S, 90 s",
        "PT1H, 1 h",
        "PT90M, 90 min",
        "P1D, 24 h",
        "PT-1S, -1 s",
        "PT-0.5S, -500 ms"
    })
    void areWrittenAsPeopleDo(Duration duration, String text) {
        assertThat(Durations.text(duration)).isEqualTo(text);
    }
}
