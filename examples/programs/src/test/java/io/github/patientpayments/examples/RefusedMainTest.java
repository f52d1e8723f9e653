package io.github.patientpayments.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusedMainTest {

    private final String printed = Printed.by(RefusedMain::run);

    @Test
    void aHarmfulSnapshotIsRefusedWithItsFigures() {
        assertThat(printed)
                .contains("EMPTY: There are no patients in it, and 2 in the store.")
                .contains(
                        "DELETIONS: 6 of 6 live payments would be deleted (100 %; allowed: up to 20 %, or fewer than 5).")
                .contains("CONTROL_TOTALS: 6 payments were read; the control total is 7.")
                .contains("CONTROL_TOTALS: The payments amount to 52.12; the control total is 60.00.")
                .contains("of live money would go with 5 payments")
                .contains("CHANGES: 42.4017 of 52.12 of live money would be the difference made by 5 payments")
                .containsPattern("(?s)(and nothing has changed: 52.12 from 2 patients.*){3}");
    }

    @Test
    void aRefusalCanBeLiftedAfterReview() {
        assertThat(printed)
                .contains("PAYMENT 601 amount: 23.32 -> 0.2332")
                .contains("Reviewed, found correct and applied: 9.7183 from 2 patients");
    }
}
