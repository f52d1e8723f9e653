package io.github.patientpayments.contract;

class PostgresErasureKeyTest extends ErasureKeyContract {

    PostgresErasureKeyTest() {
        super(PostgresDatabase.SHARED);
    }
}
