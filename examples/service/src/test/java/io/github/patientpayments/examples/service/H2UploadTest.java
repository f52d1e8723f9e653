package io.github.patientpayments.examples.service;

import java.util.UUID;

class H2UploadTest extends UploadContract {

    H2UploadTest() {
        super("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }
}
