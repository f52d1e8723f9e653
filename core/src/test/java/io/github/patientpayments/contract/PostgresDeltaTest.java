package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresDeltaTest extends DeltaContract {

    PostgresDeltaTest() {
        super(PostgresDatabase.SHARED);
    }
}
