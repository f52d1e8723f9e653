package io.github.patientpayments.contract;

class PostgresIntegrityTest extends IntegrityContract {

    PostgresIntegrityTest() {
        super(PostgresDatabase.SHARED);
    }
}
