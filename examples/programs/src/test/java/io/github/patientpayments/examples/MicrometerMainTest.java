package io.github.patientpayments.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MicrometerMainTest {

    private final String printed = Printed.by(MicrometerMain::run);

    @Test
    void threeNightsEndInThreeWays() {
        assertThat(printed)
                .contains("A good night: APPLIED", "The same again: UNCHANGED", "An empty export: refused, EMPTY")
                .containsPattern(" applied none 1 \\d+\\R refused EMPTY 1 \\d+\\R unchanged none 1 \\d+\\R");
    }

    @Test
    void theRecordsOfTheFirstTwoAreCounted() {
        assertThat(printed)
                .contains(" patients inserted 2", " patients rejected 2", " patients unchanged 2")
                .contains(" payments inserted 4", " payments unchanged 4")
                .doesNotContain(" deleted ")
                .contains("Read: 868 bytes.")
                .containsPattern("The last good sync was \\d+ seconds ago.");
    }
}
