package io.github.patientpayments.contract;

class PostgresProtectionTest extends ProtectionContract {

    PostgresProtectionTest() {
        super(PostgresDatabase.SHARED);
    }
}
