package io.github.patientpayments.examples.service;

class PostgresUploadTest extends UploadContract {

    PostgresUploadTest() {
        super(Postgres.url());
    }
}
