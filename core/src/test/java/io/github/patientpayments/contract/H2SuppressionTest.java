package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2SuppressionTest extends SuppressionContract {

    H2SuppressionTest() {
        super(H2Database.SHARED);
    }
}
