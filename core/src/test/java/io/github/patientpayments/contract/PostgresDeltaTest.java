package io.github.patientpayments.contract;

class PostgresDeltaTest extends DeltaContract {

    PostgresDeltaTest() {
        super(PostgresDatabase.SHARED);
    }
}
