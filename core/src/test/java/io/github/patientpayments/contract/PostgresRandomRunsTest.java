package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresRandomRunsTest extends RandomRunsContract {

    PostgresRandomRunsTest() {
        super(PostgresDatabase.SHARED);
    }
}
