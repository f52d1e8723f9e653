package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2SyntheaTest extends SyntheaContract {

    H2SyntheaTest() {
        super(H2Database.SHARED);
    }
}
