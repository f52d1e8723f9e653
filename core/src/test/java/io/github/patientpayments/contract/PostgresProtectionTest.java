package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresProtectionTest extends ProtectionContract {

    PostgresProtectionTest() {
        super(PostgresDatabase.SHARED);
    }
}
