package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresSuppressionTest extends SuppressionContract {

    PostgresSuppressionTest() {
        super(PostgresDatabase.SHARED);
    }
}
