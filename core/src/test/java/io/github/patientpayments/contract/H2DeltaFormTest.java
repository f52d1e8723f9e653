package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2DeltaFormTest extends DeltaFormContract {

    H2DeltaFormTest() {
        super(H2Database.SHARED);
    }
}
