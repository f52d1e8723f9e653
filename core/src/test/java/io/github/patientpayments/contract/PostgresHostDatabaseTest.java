package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresHostDatabaseTest extends HostDatabaseContract {

    PostgresHostDatabaseTest() {
        super(PostgresDatabase.SHARED);
    }
}
