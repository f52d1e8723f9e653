package io.github.patientpayments.examples.service;

import io.github.patientpayments.examples.testing.Postgres;

class PostgresOriginalApiTest extends OriginalApiContract {

    PostgresOriginalApiTest() {
        super(Postgres.url());
    }
}
