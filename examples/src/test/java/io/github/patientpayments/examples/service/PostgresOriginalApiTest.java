package io.github.patientpayments.examples.service;

class PostgresOriginalApiTest extends OriginalApiContract {

    PostgresOriginalApiTest() {
        super(Postgres.url());
    }
}
