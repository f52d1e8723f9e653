package io.github.patientpayments.contract;

class PostgresSyntheaTest extends SyntheaContract {

    PostgresSyntheaTest() {
        super(PostgresDatabase.SHARED);
    }
}
