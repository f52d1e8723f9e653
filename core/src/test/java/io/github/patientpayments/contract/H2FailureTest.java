package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2FailureTest extends FailureContract {

    H2FailureTest() {
        super(H2Database.SHARED);
    }
}
