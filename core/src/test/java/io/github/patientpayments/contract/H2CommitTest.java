package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2CommitTest extends CommitContract {

    H2CommitTest() {
        super(H2Database.SHARED);
    }
}
