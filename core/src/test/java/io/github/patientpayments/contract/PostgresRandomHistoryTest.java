package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresRandomHistoryTest extends RandomHistoryContract {

    PostgresRandomHistoryTest() {
        super(PostgresDatabase.SHARED);
    }
}
