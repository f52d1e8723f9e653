package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2RandomHistoryTest extends RandomHistoryContract {

    H2RandomHistoryTest() {
        super(H2Database.SHARED);
    }
}
