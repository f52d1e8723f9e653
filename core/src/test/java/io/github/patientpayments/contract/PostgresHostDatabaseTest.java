package io.github.patientpayments.contract;

class PostgresHostDatabaseTest extends HostDatabaseContract {

    PostgresHostDatabaseTest() {
        super(PostgresDatabase.SHARED);
    }
}
