package io.github.patientpayments.examples.service;

import io.github.patientpayments.examples.testing.Postgres;

class PostgresUploadTest extends UploadContract {

    PostgresUploadTest() {
        super(Postgres.url());
    }
}
