package io.github.patientpayments.contract;

class PostgresRandomRunsTest extends RandomRunsContract {

    PostgresRandomRunsTest() {
        super(PostgresDatabase.SHARED);
    }
}
