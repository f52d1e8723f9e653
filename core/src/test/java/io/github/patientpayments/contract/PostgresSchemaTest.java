package io.github.patientpayments.contract;

class PostgresSchemaTest extends SchemaContract {

    PostgresSchemaTest() {
        super(PostgresDatabase.SHARED);
    }
}
