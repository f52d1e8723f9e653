package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresErasureTest extends ErasureContract {

    PostgresErasureTest() {
        super(PostgresDatabase.SHARED);
    }
}
