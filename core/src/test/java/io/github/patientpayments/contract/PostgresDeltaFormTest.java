package io.github.patientpayments.contract;

class PostgresDeltaFormTest extends DeltaFormContract {

    PostgresDeltaFormTest() {
        super(PostgresDatabase.SHARED);
    }
}
