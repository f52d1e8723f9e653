package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresDeltaFormTest extends DeltaFormContract {

    PostgresDeltaFormTest() {
        super(PostgresDatabase.SHARED);
    }
}
