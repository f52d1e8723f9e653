package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2ErasureKeyTest extends ErasureKeyContract {

    H2ErasureKeyTest() {
        super(H2Database.SHARED);
    }
}
