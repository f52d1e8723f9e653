package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2ListenerTest extends ListenerContract {

    H2ListenerTest() {
        super(H2Database.SHARED);
    }
}
