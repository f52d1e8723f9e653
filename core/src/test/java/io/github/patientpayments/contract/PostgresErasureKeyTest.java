package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresErasureKeyTest extends ErasureKeyContract {

    PostgresErasureKeyTest() {
        super(PostgresDatabase.SHARED);
    }
}
