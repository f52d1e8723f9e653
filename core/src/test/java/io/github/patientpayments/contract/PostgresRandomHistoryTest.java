package io.github.patientpayments.contract;

class PostgresRandomHistoryTest extends RandomHistoryContract {

    PostgresRandomHistoryTest() {
        super(PostgresDatabase.SHARED);
    }
}
