package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresListenerTest extends ListenerContract {

    PostgresListenerTest() {
        super(PostgresDatabase.SHARED);
    }
}
