package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.PostgresDatabase;

class PostgresSchemaTest extends SchemaContract {

    PostgresSchemaTest() {
        super(PostgresDatabase.SHARED);
    }
}
