package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2ProtectionTest extends ProtectionContract {

    H2ProtectionTest() {
        super(H2Database.SHARED);
    }
}
