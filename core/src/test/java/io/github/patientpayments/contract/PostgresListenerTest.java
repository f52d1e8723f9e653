package io.github.patientpayments.contract;

class PostgresListenerTest extends ListenerContract {

    PostgresListenerTest() {
        super(PostgresDatabase.SHARED);
    }
}
