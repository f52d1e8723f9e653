package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2DeltaTest extends DeltaContract {

    H2DeltaTest() {
        super(H2Database.SHARED);
    }
}
