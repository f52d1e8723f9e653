package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresCommitTest extends CommitContract {

    PostgresCommitTest() {
        super(PostgresDatabase.SHARED);
    }
}
