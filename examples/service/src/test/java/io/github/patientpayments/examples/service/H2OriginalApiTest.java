package io.github.patientpayments.examples.service;

import java.util.UUID;

class H2OriginalApiTest extends OriginalApiContract {

    H2OriginalApiTest() {
        super("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }
}
