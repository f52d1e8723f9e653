package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresIntegrityTest extends IntegrityContract {

    PostgresIntegrityTest() {
        super(PostgresDatabase.SHARED);
    }
}
