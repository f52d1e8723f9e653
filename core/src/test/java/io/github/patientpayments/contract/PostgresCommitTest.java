package io.github.patientpayments.contract;

class PostgresCommitTest extends CommitContract {

    PostgresCommitTest() {
        super(PostgresDatabase.SHARED);
    }
}
