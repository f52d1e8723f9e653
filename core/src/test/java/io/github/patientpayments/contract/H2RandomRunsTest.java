package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2RandomRunsTest extends RandomRunsContract {

    H2RandomRunsTest() {
        super(H2Database.SHARED);
    }
}
