package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresSyntheaTest extends SyntheaContract {

    PostgresSyntheaTest() {
        super(PostgresDatabase.SHARED);
    }
}
