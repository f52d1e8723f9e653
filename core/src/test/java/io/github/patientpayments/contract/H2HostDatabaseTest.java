package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.H2Database;

class H2HostDatabaseTest extends HostDatabaseContract {

    H2HostDatabaseTest() {
        super(H2Database.SHARED);
    }
}
