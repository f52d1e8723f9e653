package io.github.patientpayments.contract;

class PostgresSuppressionTest extends SuppressionContract {

    PostgresSuppressionTest() {
        super(PostgresDatabase.SHARED);
    }
}
