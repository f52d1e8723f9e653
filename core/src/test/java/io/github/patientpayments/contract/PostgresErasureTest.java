package io.github.patientpayments.contract;

class PostgresErasureTest extends ErasureContract {

    PostgresErasureTest() {
        super(PostgresDatabase.SHARED);
    }
}
