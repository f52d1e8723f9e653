package io.github.patientpayments.internal.text;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeastVersionTest {

    private static final LeastVersion LEAST = new LeastVersion("jOOQ", "3.19");

    @ParameterizedTest
    @ValueSource(strings = {"3.19", "3.19.0", "3.19.0-SNAPSHOT", "3.20.1", "3.100", "4.0"})
    void takesItAndNewerOnes(String present) {
        assertThatCode(() -> LEAST.check(present)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.18.30", "3.2", "2.19", "2.99.9-rc1"})
    void namesAnOlderOne(String present) {
        assertThatThrownBy(() -> LEAST.check(present))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The store needs jOOQ 3.19 or newer, and " + present
                        + " is on the class path: raise its version in the build");
    }
}
