package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2IntegrityTest extends IntegrityContract {

    H2IntegrityTest() {
        super(H2Database.SHARED);
    }
}
