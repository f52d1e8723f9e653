package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2ErasureTest extends ErasureContract {

    H2ErasureTest() {
        super(H2Database.SHARED);
    }
}
