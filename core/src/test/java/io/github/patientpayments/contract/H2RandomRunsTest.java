package io.github.patientpayments.contract;

class H2RandomRunsTest extends RandomRunsContract {

    H2RandomRunsTest() {
        super(H2Database.SHARED);
    }
}
